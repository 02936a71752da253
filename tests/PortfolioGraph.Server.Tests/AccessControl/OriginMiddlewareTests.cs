using System.Net;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Cross-origin requests are executed only if their origin is allowed. Clients without an origin are not affected.</summary>
public sealed class OriginMiddlewareTests
{
    private const string AllowedOrigin = "https://app.example";
    private const string Query = "/graphql?query=%7B__typename%7D";

    private static readonly (string? Origin, string? Site, string? Mode, int Status)[] Pages =
    [
        (null, null, null, 200),
        ("http://localhost", null, null, 200),
        ("https://evil.example", null, null, 403),
        ("null", null, null, 403),
        ("http://localhost.evil.example", null, null, 403),
        ("http://localhost:81", null, null, 403),
        (AllowedOrigin, null, null, 200),
        ("http://app.example", null, null, 403),
        ("https://app.example.evil.example", null, null, 403),
        ("https://behind.a.proxy", "same-origin", "cors", 200),
        (null, "cross-site", "no-cors", 403),
        (null, "same-site", "no-cors", 403),
        (null, "cross-site", "navigate", 200),
        (null, "none", "navigate", 200),
    ];

    [Fact]
    public async Task Request_Should_SucceedOnlyForAllowedOrigins_When_SentByAWebPage()
    {
        await using var graph = await StartAsync();

        foreach (var (origin, site, mode, status) in Pages)
        {
            foreach (var request in new[] { Get(), Post() })
            {
                using var response = await graph.Client.SendAsync(AddHeaders(request, origin, site, mode));

                ((int)response.StatusCode).ShouldBe(status, $"{request.Method} {origin} {site} {mode}");
                var body = await response.Content.ReadAsStringAsync();
                body.Contains("__typename", StringComparison.Ordinal).ShouldBe(status == 200);
                body.Contains("ORIGIN_NOT_ALLOWED", StringComparison.Ordinal).ShouldBe(status == 403);
            }
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost", true)]
    [InlineData(AllowedOrigin, true)]
    [InlineData("https://evil.example", false)]
    public async Task WebSocket_Should_OpenOnlyForAllowedOrigins_When_SentByAWebPage(string? origin, bool opens)
    {
        await using var graph = await StartAsync();
        var client = graph.CreateWebSocketClient();
        client.SubProtocols.Add("graphql-transport-ws");
        client.ConfigureRequest = request => request.Headers.Origin = origin;

        var opening = client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None);

        if (opens)
            (await opening).Abort();
        else
            (await opening.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Cors_Should_AllowOnlyConfiguredOrigins_When_OriginsAreConfigured()
    {
        await using var graph = await StartAsync();

        using var allowed = await graph.Client.SendAsync(Preflight(AllowedOrigin));
        using var disallowed = await graph.Client.SendAsync(Preflight("https://evil.example"));
        using var response = await graph.Client.SendAsync(AddHeaders(Post(), AllowedOrigin, null, null));

        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([AllowedOrigin]);
        disallowed.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([AllowedOrigin]);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Fact]
    public async Task Cors_Should_BeOff_When_NoOriginIsConfigured()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.SendAsync(Preflight(AllowedOrigin));

        response.Headers.Select(header => header.Key).ShouldNotContain(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Public")]
    [InlineData("Trusted")]
    public async Task Body_Should_BeRejected_When_APageCouldSendItWithoutAPreflight(string profile)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = profile });

        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", null })
        {
            using var request = Post();
            request.Content!.Headers.Remove("Content-Type");
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

            using var response = await graph.Client.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, type);
        }
    }

    private static Task<GraphServer> StartAsync() => GraphServer.StartAsync(new Dictionary<string, string> { ["Server:AllowedOrigins:0"] = AllowedOrigin });

    private static HttpRequestMessage Get() => new(HttpMethod.Get, Query);

    private static HttpRequestMessage Post() => new(HttpMethod.Post, "/graphql") { Content = new StringContent("""{"query":"{ __typename }"}""", Encoding.UTF8, "application/json") };

    private static HttpRequestMessage Preflight(string origin) => AddHeaders(
        new HttpRequestMessage(HttpMethod.Options, "/graphql") { Headers = { { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type" } } },
        origin,
        null,
        null);

    private static HttpRequestMessage AddHeaders(HttpRequestMessage request, string? origin, string? site, string? mode)
    {
        foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
