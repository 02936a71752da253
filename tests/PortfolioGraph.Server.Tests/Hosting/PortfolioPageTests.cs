using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>How the server serves the portfolio page: its HTML with links and settings, and its files. The files are a test's own, because the build may have none.</summary>
public sealed class PortfolioPageTests : IDisposable
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("page");

    public PortfolioPageTests()
    {
        _directory.CreateSubdirectory("page");
        Write("index.html", """<script type="module" src="./page/index-1.js"></script><footer><!--links--></footer><script type="application/json" id="settings"><!--settings--></script>""");
        Write("page/index-1.js", "plain");
        Write("page/index-1.js.br", "brotli");
        Write("page/index-1.js.gz", "gzip");
        Write("page/index-2.css", "style");
        Write("secret.txt", "secret");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Page_Should_HaveItsLinksAndSettings_When_ItIsServed()
    {
        await using var graph = await StartAsync(("Server:Profile", "Development"), ("Sandbox:IsServing", "true"), ("Upstream:MaxAddressesPerCall", "7"));

        using var response = await graph.Client.GetAsync("/");

        var page = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.GetValues("Content-Security-Policy").ShouldBe([Policy]);
        response.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        page.ShouldContain("src=\"page/index-1.js\"");
        Regex.Matches(page, "<a href=\"([^\"]*)\">").Select(link => link.Groups[1].Value).ShouldBe(["graphql/", "graphql?sdl", "health/live"]);
        var settings = ReadSettings(page);
        settings.GetProperty("base").GetString().ShouldBe("");
        settings.GetProperty("isSandbox").GetBoolean().ShouldBeTrue();
        settings.GetProperty("needsKey").GetBoolean().ShouldBeFalse();
        settings.GetProperty("maxAddresses").GetInt32().ShouldBe(7);
        settings.GetProperty("personas").EnumerateArray().Select(persona => persona.GetProperty("address").GetString()).ShouldBe(SandboxPersonas.All.Select(persona => persona.Address));
    }

    [Fact]
    public async Task Settings_Should_HaveNoPersonas_When_TheDataIsReal()
    {
        await using var graph = await StartAsync(("Server:ApiKeys:0:Name", "one"), ("Server:ApiKeys:0:Hash", new string('0', 64)));

        // The page needs no key, because the user enters the key there.
        var settings = ReadSettings(await graph.Client.GetStringAsync("/"));

        settings.GetProperty("isSandbox").GetBoolean().ShouldBeFalse();
        settings.GetProperty("personas").GetArrayLength().ShouldBe(0);
        settings.GetProperty("needsKey").GetBoolean().ShouldBeTrue();
        (await graph.Client.GetStringAsync("/page/index-1.js")).ShouldBe("plain");
    }

    [Theory]
    [InlineData("/company/data/", "")]
    [InlineData("/company/data", "data/")]
    public async Task Page_Should_LinkToItsFiles_When_TheServerIsBelowAPath(string path, string prefix)
    {
        await using var graph = await StartAsync([], services => services.AddSingleton<IStartupFilter>(new BelowPath("/company/data")));

        var page = await graph.Client.GetStringAsync(path);

        var script = Regex.Match(page, "src=\"([^\"]*)\"").Groups[1].Value;
        script.ShouldBe($"{prefix}page/index-1.js");
        ReadSettings(page).GetProperty("base").GetString().ShouldBe(prefix);
        (await graph.Client.GetStringAsync(new Uri(new Uri(graph.Client.BaseAddress!, path), script))).ShouldBe("plain");
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("identity", null, "plain")]
    [InlineData("", null, "plain")]
    public async Task File_Should_HaveAFormThatTheClientAccepts_When_ItIsRequested(string accepted, string? encoding, string content)
    {
        await using var graph = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/index-1.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await graph.Client.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe(encoding is null ? [] : [encoding]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(content);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/javascript; charset=utf-8");
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        response.Headers.Vary.ShouldContain("Accept-Encoding");
    }

    [Fact]
    public async Task File_Should_NotBeSentAgain_When_TheClientHasIt()
    {
        await using var graph = await StartAsync();
        using var first = await graph.Client.GetAsync("/page/index-2.css");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/index-2.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await graph.Client.SendAsync(request);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsStringAsync()).ShouldBe("");
    }

    [Theory]
    [InlineData("/page/index-3.js")]
    [InlineData("/page/index-1.js.br")]
    [InlineData("/page/index.html")]
    [InlineData("/page/..%2Fsecret.txt")]
    [InlineData("/page/../secret.txt")]
    [InlineData("/secret.txt")]
    public async Task File_Should_NotBeFound_When_ItDoesNotBelongToThePage(string path)
    {
        await using var graph = await StartAsync();

        using var response = await graph.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task LandingPage_Should_SayHowToGetThePage_When_TheBuildDoesNotHaveIt(string setting, bool expected)
    {
        File.Delete(Path.Combine(_directory.FullName, "index.html"));
        await using var graph = await StartAsync(("Server:Page", setting));

        var page = await graph.Client.GetStringAsync("/");
        using var file = await graph.Client.GetAsync("/page/index-1.js");

        page.ShouldContain("Query from the command line");
        page.Contains("The portfolio page is not installed", StringComparison.Ordinal).ShouldBe(expected);
        file.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task LandingPage_Should_BeServed_When_ThePageIsTurnedOff()
    {
        await using var graph = await StartAsync(("Server:Page", "false"));

        (await graph.Client.GetStringAsync("/")).ShouldContain("Query from the command line");
        using var file = await graph.Client.GetAsync("/page/index-1.js");
        file.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<GraphServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(settings, _ => { });

    private Task<GraphServer> StartAsync((string Name, string Value)[] settings, Action<IServiceCollection> configure) => GraphServer.StartAsync(
        settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        services: services =>
        {
            services.AddSingleton(PortfolioPageFiles.Read(_directory.FullName));
            configure(services);
        });

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_directory.FullName, name), content);

    private static JsonElement ReadSettings(string page) => JsonDocument.Parse(Regex.Match(page, "id=\"settings\">([^<]*)</script>").Groups[1].Value).RootElement;

    private sealed class BelowPath(string path) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UsePathBase(path));
    }
}
