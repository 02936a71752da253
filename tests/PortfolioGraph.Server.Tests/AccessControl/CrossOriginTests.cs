using System.Net;
using System.Text;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The CORS headers of responses, the log of rejected origins, and pages of the developer's own machine.</summary>
public sealed class CrossOriginTests
{
    private const string AllowedOrigin = "https://app.example";
    private const string RejectedOrigin = "https://evil.example";

    public static TheoryData<string> OriginSettings => ["Server:AllowedOrigins:0", "Server:AllowedOrigins:0,Server:AllowedOrigins:1", "Server:AllowLoopbackOrigins"];

    [Theory]
    [InlineData(null, 7200)]
    [InlineData("00:10:00", 600)]
    [InlineData("00:00:00", 0)]
    public async Task Preflight_Should_StateHowLongItMayBeCached_When_TheOriginIsAllowed(string? setting, int seconds)
    {
        await using var graph = await StartAsync(setting is null ? [] : [("Server:PreflightMaxAge", setting)]);

        using var response = await graph.Client.SendAsync(Preflight(AllowedOrigin));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Max-Age").ShouldBe([$"{seconds}"]);
    }

    [Fact]
    public async Task Response_Should_ExposeItsHeaders_When_TheOriginIsAllowed()
    {
        await using var graph = await StartAsync();

        using var response = await graph.Client.SendAsync(Post(AllowedOrigin));

        string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers")).Split(',')
            .ShouldBe(["ETag", "Age", "Retry-After", "RateLimit", "RateLimit-Policy", "PortfolioGraph-Upstream"]);
    }

    [Theory]
    [MemberData(nameof(OriginSettings))]
    public async Task Response_Should_VaryByOrigin_When_AnyForeignOriginIsAllowed(string names)
    {
        var origins = names.Split(',').Select((name, i) => (name, name.EndsWith("Origins", StringComparison.Ordinal) ? "true" : $"https://app{i}.example")).ToArray();
        await using var graph = await GraphServer.StartAsync(origins.ToDictionary(origin => origin.name, origin => origin.Item2));
        var allowed = origins[0].Item2 == "true" ? "http://localhost:3000" : origins[0].Item2;
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ valueUsd }} }}")}";
        using var first = await graph.Client.GetAsync(address);
        (HttpRequestMessage Request, int Status)[] cases =
        [
            (Post(null), 200),
            (Post(allowed), 200),
            (Post(RejectedOrigin), 403),
            (Preflight(allowed), 204),
            (Preflight(RejectedOrigin), 204),
            (Post(allowed, "{"), 400),
            (Post(null, "{"), 400),
            (Get(address, null), 200),
            (Get(address, first.Headers.ETag!.ToString()), 304),
            (Get("/graphql?sdl", null), 200),
            (Get("/graphql/nothing/here", null), 404),
            (Get($"/report/{Wallets.Typical}.csv", null), 200),
            (Get("/report/0x1234.csv", null), 400),
        ];

        foreach (var (request, status) in cases)
        {
            using (request)
            {
                using var response = await graph.Client.SendAsync(request);

                ((int)response.StatusCode).ShouldBe(status, $"{request.Method} {request.RequestUri}");
                response.Headers.Vary.Count(name => name == "Origin").ShouldBe(1, $"{request.Method} {request.RequestUri} {status}");
            }
        }
    }

    [Fact]
    public async Task Response_Should_VaryByOrigin_When_AccessControlRejectsTheRequest()
    {
        await using var graph = await StartAsync(("Server:ApiKeys:0:Name", "app"), ("Server:ApiKeys:0:Hash", new string('0', 64)));

        using var response = await graph.Client.SendAsync(Post(AllowedOrigin));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.Vary.ShouldContain("Origin");
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([AllowedOrigin], "the page can read the error");
    }

    [Fact]
    public async Task Response_Should_NotVaryByOrigin_When_NoForeignOriginIsAllowed()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.SendAsync(Post(null));

        response.Headers.Vary.ShouldNotContain("Origin");
    }

    [Fact]
    public async Task Log_Should_NameTheOriginAndTheSettingOnce_When_APageIsRejectedRepeatedly()
    {
        await using var graph = await StartAsync();

        (await graph.Client.SendAsync(Post(RejectedOrigin))).Dispose();
        (await graph.Client.SendAsync(Post(RejectedOrigin))).Dispose();
        (await graph.Client.SendAsync(Preflight(RejectedOrigin))).Dispose();

        var line = RejectionLines(graph).ShouldHaveSingleItem();
        line.ShouldStartWith("Warning ");
        line.ShouldContain(RejectedOrigin);
        line.ShouldContain("Server:AllowedOrigins");
        line.ShouldContain("Server__AllowedOrigins__0");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AllowedOrigin)]
    public async Task Log_Should_NameTheOrigin_When_APreflightIsRejected(string? allowed)
    {
        await using var graph = allowed is null ? await GraphServer.StartAsync() : await StartAsync();

        using var response = await graph.Client.SendAsync(Preflight(RejectedOrigin));

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        RejectionLines(graph).ShouldHaveSingleItem().ShouldContain(RejectedOrigin);
    }

    [Fact]
    public async Task Log_Should_NameTheOrigin_When_AWebSocketIsRejected()
    {
        await using var graph = await StartAsync();

        (await OpenWebSocketAsync(graph, RejectedOrigin)).ShouldBeFalse();

        RejectionLines(graph).ShouldHaveSingleItem().ShouldContain(RejectedOrigin);
    }

    [Fact]
    public async Task Log_Should_BeEmpty_When_AllOriginsAreAllowed()
    {
        await using var graph = await StartAsync();

        (await graph.Client.SendAsync(Post(AllowedOrigin))).Dispose();
        (await graph.Client.SendAsync(Preflight(AllowedOrigin))).Dispose();
        (await graph.Client.SendAsync(Post(null))).Dispose();

        RejectionLines(graph).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://localhost:3000", "Server:AllowLoopbackOrigins=true")]
    [InlineData("null", "Serve the page over http or https")]
    public async Task Log_Should_SayWhatHelps_When_TheOriginIsSpecial(string origin, string advice)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.Client.SendAsync(Post(origin))).Dispose();

        RejectionLines(graph).ShouldHaveSingleItem().ShouldContain(advice);
    }

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://localhost:5173", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:4200", true)]
    [InlineData("http://localhost.evil.example:3000", false)]
    [InlineData("http://evil.localhost:3000", false)]
    [InlineData("http://127.0.0.2:3000", false)]
    [InlineData("http://localhost:3000/", false)]
    [InlineData("http://user@localhost:3000", false)]
    [InlineData("http://0.0.0.0:3000", false)]
    [InlineData("ftp://localhost:3000", false)]
    [InlineData("null", false)]
    [InlineData(RejectedOrigin, false)]
    public async Task Page_Should_UseTheServer_When_ItsOriginIsLoopbackInDevelopment(string origin, bool isAllowed)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Development" });

        using var response = await graph.Client.SendAsync(Post(origin));
        using var preflight = await graph.Client.SendAsync(Preflight(origin));
        var opens = await OpenWebSocketAsync(graph, origin);

        response.StatusCode.ShouldBe(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        AllowedOriginOf(response).ShouldBe(isAllowed ? origin : null);
        AllowedOriginOf(preflight).ShouldBe(isAllowed ? origin : null);
        opens.ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData("Public", null, false)]
    [InlineData("Trusted", null, false)]
    [InlineData("Development", "false", false)]
    [InlineData("Public", "true", true)]
    public async Task LoopbackPage_Should_DependOnTheSetting_When_TheProfileDiffers(string profile, string? setting, bool isAllowed)
    {
        const string Origin = "http://localhost:3000";
        var settings = new Dictionary<string, string> { ["Server:Profile"] = profile };
        if (setting is not null)
            settings["Server:AllowLoopbackOrigins"] = setting;
        await using var graph = await GraphServer.StartAsync(settings);

        using var preflight = await graph.Client.SendAsync(Preflight(Origin));
        using var response = await graph.Client.SendAsync(Post(Origin));

        AllowedOriginOf(preflight).ShouldBe(isAllowed ? Origin : null);
        (response.StatusCode != HttpStatusCode.Forbidden).ShouldBe(isAllowed);
        (await OpenWebSocketAsync(graph, Origin)).ShouldBe(isAllowed);
    }

    private static IReadOnlyList<string> RejectionLines(GraphServer graph) => [.. graph.Logs.Lines.Where(line => line.Contains(nameof(RejectedOriginLog), StringComparison.Ordinal))];

    private static string? AllowedOriginOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;

    private static async Task<bool> OpenWebSocketAsync(GraphServer graph, string origin)
    {
        var client = graph.CreateWebSocketClient();
        client.SubProtocols.Add("graphql-transport-ws");
        client.ConfigureRequest = request => request.Headers.Origin = origin;
        try
        {
            (await client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None)).Abort();
            return true;
        }
        catch (InvalidOperationException rejected) when (rejected.Message.Contains("403", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static Task<GraphServer> StartAsync(params (string Name, string Value)[] settings) =>
        GraphServer.StartAsync(settings.Append(("Server:AllowedOrigins:0", AllowedOrigin)).ToDictionary());

    private static HttpRequestMessage Get(string address, string? ifNoneMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return request;
    }

    private static HttpRequestMessage Post(string? origin, string body = """{"query":"{ __typename }"}""") =>
        WithOrigin(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, "application/json") }, origin);

    private static HttpRequestMessage Preflight(string origin) => WithOrigin(
        new HttpRequestMessage(HttpMethod.Options, "/graphql") { Headers = { { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type" } } },
        origin);

    private static HttpRequestMessage WithOrigin(HttpRequestMessage request, string? origin)
    {
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        return request;
    }
}
