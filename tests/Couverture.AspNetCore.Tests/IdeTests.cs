using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class IdeTests(IdeDirectory ide) : IClassFixture<IdeDirectory>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Fact]
    public async Task Browser_Should_BeRedirectedToTheFolder_When_ItRequestsTheEndpoint()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(Get("/graphql?theme=dark", Browser));

        response.Status.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location?.OriginalString.ShouldBe("graphql/?theme=dark");
        response.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Theory]
    [InlineData("/graphql", "/graphql/")]
    [InlineData("/", "/")]
    [InlineData("/a/b", "/a/b/")]
    public async Task Browser_Should_ReceiveTheIde_When_ItRequestsTheFolder(string path, string folder)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path, path: path);

        var response = await host.Client.GetResponseAsync(Get(folder, Browser));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("text/html; charset=utf-8");
        response.Body.ShouldBe(IdeDirectory.Index);
        response.Headers.CacheControl?.NoCache.ShouldBe(true);
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
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
    public async Task Files_Should_HaveContentTypeAndCacheControl_When_Requested(string name, string contentType, string cacheControl)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(Get("/graphql/" + name));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe(contentType);
        string.Join(", ", response.Headers.GetValues("Cache-Control")).ShouldBe(cacheControl);
        response.Body.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Configuration_Should_LimitTheIdeToThisServer_When_Requested()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(Get("/graphql/bcp-config.json"));

        var configuration = JsonDocument.Parse(response.Body).RootElement;
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
    public async Task Configuration_Should_LocateTheSchemaByTheReferer_When_ItIsSent(string? page, string address)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var index = await host.Client.GetResponseAsync(Get("/graphql/", Browser));
        var request = Get("/graphql/bcp-config.json");
        if (page is not null)
            request.Headers.TryAddWithoutValidation("Referer", page);

        var response = await host.Client.GetResponseAsync(request);

        index.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"], "the page must send its address");
        JsonDocument.Parse(response.Body).RootElement.GetProperty("sdlEndpoint").GetString().ShouldBe(address);
        response.Headers.Vary.ShouldBe(["Referer"]);
    }

    [Fact]
    public async Task File_Should_ReturnNotModified_When_TheBrowserHasIt()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var first = await host.Client.GetResponseAsync(Get("/graphql/index.html"));
        var conditional = Get("/graphql/index.html");
        conditional.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var response = await host.Client.GetResponseAsync(conditional);

        response.Status.ShouldBe(HttpStatusCode.NotModified);
        response.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_Should_HaveNoBody_When_RequestedByHead()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql/index.html"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentHeaders.ContentLength.ShouldBe(IdeDirectory.Index.Length);
        response.Body.ShouldBeEmpty();
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
    public async Task Files_Should_NotBeFound_When_TheyDoNotBelongToTheIde(string address)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(host.Client.BaseAddress + address[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(IdeDirectory.Secret);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task File_Should_BeRejected_When_TheMethodIsNotAllowed(string method)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql/index.html"));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "OPTIONS"]);
    }

    [Theory]
    [InlineData("/graphql")]
    [InlineData("/graphql/")]
    public async Task Browser_Should_ReceiveInstallInstructions_When_TheIdeIsNotInstalled(string address)
    {
        await using var host = await GraphQLHost.StartAsync();

        var response = await host.Client.GetResponseAsync(Get(address, Browser));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("text/html; charset=utf-8");
        response.Body.ShouldContain("npm");
        response.Body.ShouldContain("href=\"?sdl\"");
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        (await host.Client.GetResponseAsync(Get("/graphql/bcp-config.json"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ide_Should_NotBeFound_When_Disabled()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { Tool = { Enable = false } }, ide.Path);

        (await host.Client.GetResponseAsync(Get("/graphql/index.html", Browser))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client.GetResponseAsync(Get("/graphql/bcp-config.json"))).Status.ShouldBe(HttpStatusCode.NotFound);
        var response = await host.Client.GetResponseAsync(Get("/graphql/", Browser));
        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain("`query`");
    }

    [Theory]
    [InlineData("/graphql/", "application/json")]
    [InlineData("/graphql/?query=%7Bhello%7D", Browser)]
    public async Task Api_Should_Respond_When_TheRequestIsNotAPageView(string address, string accept)
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);

        var response = await host.Client.GetResponseAsync(Get(address, accept));

        response.ContentType.ShouldNotBeNull().ShouldContain("json");
    }

    [Fact]
    public async Task Post_Should_RunTheQuery_When_SentToTheFolder()
    {
        await using var host = await GraphQLHost.StartAsync(ide: ide.Path);
        var request = Post("""{"query":"{ hello }"}""");
        request.RequestUri = new Uri("/graphql/", UriKind.Relative);

        (await host.Client.GetResponseAsync(request)).Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }
}
