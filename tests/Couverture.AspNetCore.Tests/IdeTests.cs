using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class IdeTests(IdeDirectory ide) : IClassFixture<IdeDirectory>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Fact]
    public async Task Browser_Should_BeSentToTheFolder_When_ItAsksForTheEndpoint()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(Get("/graphql?theme=dark", Browser));

        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location?.OriginalString.ShouldBe("graphql/?theme=dark");
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Theory]
    [InlineData("/graphql", "/graphql/")]
    [InlineData("/", "/")]
    [InlineData("/a/b", "/a/b/")]
    public async Task Browser_Should_GetTheIde_When_ItAsksForTheFolder(string path, string folder)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path, path: path);

        var answer = await host.Client.AskAsync(Get(folder, Browser));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("text/html; charset=utf-8");
        answer.Body.ShouldBe(IdeDirectory.Index);
        answer.Headers.CacheControl?.NoCache.ShouldBe(true);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("script-src 'self' 'unsafe-eval';");
        policy.ShouldContain("connect-src 'self';");
        policy.ShouldNotContain("http");
    }

    [Theory]
    [InlineData("index.html", "text/html; charset=utf-8", "no-cache")]
    [InlineData("favicon.svg", "image/svg+xml", "no-cache")]
    [InlineData("static/js/main.1a2b.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable")]
    [InlineData("static/media/font.1a2b.woff2", "font/woff2", "public, max-age=31536000, immutable")]
    [InlineData("bcp-config.json", "application/json; charset=utf-8", "no-cache")]
    [InlineData("manifest.webmanifest", "application/manifest+json", "no-cache")]
    public async Task Files_Should_ComeWithTypeAndLife_When_Asked(string name, string contentType, string cacheControl)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(Get("/graphql/" + name));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(contentType);
        string.Join(", ", answer.Headers.GetValues("Cache-Control")).ShouldBe(cacheControl);
        answer.Body.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Configuration_Should_KeepTheIdeToThisServer_When_Asked()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(Get("/graphql/bcp-config.json"));

        var configuration = JsonDocument.Parse(answer.Body).RootElement;
        configuration.GetProperty("useBrowserUrlAsEndpoint").GetBoolean().ShouldBeTrue();
        configuration.GetProperty("disableTelemetry").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "/graphql?sdl")]
    [InlineData("http://localhost/graphql/", "/graphql?sdl")]
    [InlineData("https://api.example/behind/a/proxy/graphql/", "/behind/a/proxy/graphql?sdl")]
    [InlineData("https://api.example/behind/graphql/?query=%7Bhello%7D", "/behind/graphql?sdl")]
    [InlineData("https://api.example/", "/graphql?sdl")]
    [InlineData("https://api.example//evil.example/", "/graphql?sdl")]
    [InlineData("https://api.example/\\evil.example/", "/graphql?sdl")]
    [InlineData("nonsense", "/graphql?sdl")]
    public async Task Configuration_Should_NameTheSchemaWhereThePageWasOpened_When_ThePageSaysIt(string? page, string address)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var index = await host.Client.AskAsync(Get("/graphql/", Browser));
        var request = Get("/graphql/bcp-config.json");
        if (page is not null)
            request.Headers.TryAddWithoutValidation("Referer", page);

        var answer = await host.Client.AskAsync(request);

        index.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"], "or the page would not say it");
        JsonDocument.Parse(answer.Body).RootElement.GetProperty("sdlEndpoint").GetString().ShouldBe(address);
        answer.Headers.Vary.ShouldBe(["Referer"]);
    }

    [Fact]
    public async Task File_Should_AnswerNotModified_When_TheBrowserHoldsIt()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var first = await host.Client.AskAsync(Get("/graphql/index.html"));
        var again = Get("/graphql/index.html");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var answer = await host.Client.AskAsync(again);

        answer.Status.ShouldBe(HttpStatusCode.NotModified);
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_Should_HaveNoBody_When_AskedByHead()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql/index.html"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentHeaders.ContentLength.ShouldBe(IdeDirectory.Index.Length);
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/graphql/..%2fsecret.txt")]
    [InlineData("/graphql/%2e%2e%2fsecret.txt")]
    [InlineData("/graphql/static/..%2f..%2f..%2fsecret.txt")]
    [InlineData("/graphql/..%5csecret.txt")]
    [InlineData("/graphql//etc/passwd")]
    [InlineData("/graphql/INDEX.HTML")]
    [InlineData("/graphql/static")]
    [InlineData("/graphql/static/")]
    [InlineData("/graphql/index.html%00")]
    [InlineData("/graphql/index.html/")]
    [InlineData("/graphql/nothing.js")]
    public async Task Files_Should_BeNotFound_When_TheyAreNotTheIdes(string address)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(host.Client.BaseAddress + address[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(IdeDirectory.Secret);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task File_Should_BeRefused_When_TheMethodIsNotServed(string method)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql/index.html"));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "OPTIONS"]);
    }

    [Theory]
    [InlineData("/graphql")]
    [InlineData("/graphql/")]
    public async Task Browser_Should_BeToldHowToGetTheIde_When_ItIsNotInstalled(string address)
    {
        await using var host = await GraphQLHost.StartAsync();

        var answer = await host.Client.AskAsync(Get(address, Browser));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("text/html; charset=utf-8");
        answer.Body.ShouldContain("npm");
        answer.Body.ShouldContain("href=\"?sdl\"");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        (await host.Client.AskAsync(Get("/graphql/bcp-config.json"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ide_Should_BeNowhere_When_SwitchedOff()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { Tool = { Enable = false } }, ide.Path);

        (await host.Client.AskAsync(Get("/graphql/index.html", Browser))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client.AskAsync(Get("/graphql/bcp-config.json"))).Status.ShouldBe(HttpStatusCode.NotFound);
        var answer = await host.Client.AskAsync(Get("/graphql/", Browser));
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldContain("`query`");
    }

    [Theory]
    [InlineData("/graphql/", "application/json")]
    [InlineData("/graphql/?query=%7Bhello%7D", Browser)]
    public async Task Api_Should_Answer_When_TheRequestIsNoPageView(string address, string accept)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var answer = await host.Client.AskAsync(Get(address, accept));

        answer.ContentType.ShouldNotBeNull().ShouldContain("json");
    }

    [Fact]
    public async Task Post_Should_RunTheQuery_When_SentToTheFolder()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var request = Post("""{"query":"{ hello }"}""");
        request.RequestUri = new Uri("/graphql/", UriKind.Relative);

        (await host.Client.AskAsync(request)).Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }
}
