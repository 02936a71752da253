using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>
/// Links to the server start with <c>Server:PublicUrl</c>, or else with the host that a trusted proxy forwards, or else with the host of the request. A client that only
/// claims to be a proxy changes nothing.
/// </summary>
public sealed class PublicBaseUrlTests
{
    private const string Query = "query($address: Address!) { wallet(address: $address) { report { downloadUrl } } }";
    private const string File = "/report/0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.csv?range=ONE_YEAR&includeClosed=true";
    private const string Listed = "localhost;api.example.com;*.proxy.example";

    [Theory]
    [InlineData("https://api.example.com", "https://api.example.com")]
    [InlineData("https://api.example.com/", "https://api.example.com")]
    [InlineData("HTTPS://API.example.com:443/portfolio", "https://api.example.com/portfolio")]
    [InlineData("http://10.0.0.7:8080/a/b%20c//", "http://10.0.0.7:8080/a/b%20c")]
    [InlineData("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x")]
    public async Task Links_Should_StartWithThePublicUrl_When_ItIsConfigured(string url, string expected)
    {
        await using var graph = await StartAsync(isForwarding: true, Listed, ("Server:PublicUrl", url));

        (await GetLinkAsync(graph)).ShouldBe(expected + File);
        (await GetLinkAsync(graph, ("X-Forwarded-Host", "api.example.com:81"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/other"))).ShouldBe(expected + File);
        (await GetPageAsync(graph)).ShouldContain($"curl '{expected}/graphql'");
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Links_Should_StartWithTheHostOfTheRequest_When_ThePublicUrlIsEmpty()
    {
        await using var graph = await StartAsync(isForwarding: false, "*", ("Server:PublicUrl", ""));

        (await GetLinkAsync(graph)).ShouldBe("http://localhost" + File);
    }

    [Theory]
    [InlineData("api.example.com", null, null, "http://api.example.com")]
    [InlineData("API.Example.com", "https", null, "https://api.example.com")]
    [InlineData("api.example.com", "javascript", null, "http://api.example.com")]
    [InlineData("api.example.com:8443", "https", "/portfolio", "https://api.example.com:8443/portfolio")]
    [InlineData("eu.proxy.example", "https", "/a/b/", "https://eu.proxy.example/a/b")]
    [InlineData("evil.example, api.example.com", null, "/evil, /portfolio", "http://api.example.com/portfolio")]
    [InlineData(null, "https", "/portfolio", "https://localhost/portfolio")]
    [InlineData("api.example.com", null, "/a%20b/c?d#e", "http://api.example.com/a%20b/c%3Fd%23e")]
    [InlineData("api.example.com", null, "//evil.example", "http://api.example.com")]
    [InlineData("api.example.com", null, "evil.example", "http://api.example.com")]
    [InlineData("api.example.com", null, "/", "http://api.example.com")]
    public async Task Links_Should_StartWithTheForwardedHost_When_ItIsListed(string? host, string? proto, string? prefix, string expected)
    {
        await using var graph = await StartAsync(isForwarding: true, Listed);
        (string, string?)[] headers = [("X-Forwarded-Host", host), ("X-Forwarded-Proto", proto), ("X-Forwarded-Prefix", prefix)];

        (await GetLinkAsync(graph, headers)).ShouldBe(expected + File);
        (await GetPageAsync(graph, headers)).ShouldContain($"curl '{expected}/graphql'", Case.Insensitive);
    }

    [Theory]
    [InlineData(false, Listed, "api.example.com")]
    [InlineData(false, "*", "api.example.com")]
    [InlineData(true, "*", "api.example.com")]
    [InlineData(true, "", "api.example.com")]
    [InlineData(true, "localhost;*", "api.example.com")]
    [InlineData(true, "localhost;api.example.com;0.0.0.0", "api.example.com")]
    [InlineData(true, "localhost;api.example.com;[::]", "api.example.com")]
    [InlineData(true, Listed, "evil.example")]
    [InlineData(true, Listed, "api.example.com.evil.example")]
    [InlineData(true, Listed, "api.example.com, evil.example")]
    [InlineData(true, Listed, "proxy.example")]
    [InlineData(true, Listed, "evilproxy.example")]
    [InlineData(true, Listed, "evil.example/.proxy.example")]
    [InlineData(true, Listed, "evil.example?.proxy.example")]
    [InlineData(true, Listed, "user@api.example.com")]
    [InlineData(true, Listed, "evil.example\\.proxy.example")]
    [InlineData(true, Listed, "<b>.proxy.example")]
    [InlineData(true, Listed, "api.example.com:99999")]
    [InlineData(true, Listed, "api.example.com:80:evil")]
    public async Task Links_Should_StayUnchanged_When_AClientClaimsToBeAProxy(bool isForwarding, string allowedHosts, string host)
    {
        await using var graph = await StartAsync(isForwarding, allowedHosts);
        (string, string?)[] headers = [("X-Forwarded-Host", host), ("X-Forwarded-Prefix", "/evil"), ("X-Original-Host", "evil.example"), ("Forwarded", $"host={host}")];

        (await GetLinkAsync(graph, headers)).ShouldBe("http://localhost" + File);
        (await GetPageAsync(graph, headers)).ShouldBe(await GetPageAsync(graph));
    }

    [Theory]
    [InlineData(false, Listed)]
    [InlineData(true, "*")]
    public async Task Links_Should_HaveNoPrefix_When_NoHostsAreListedOrNothingIsForwarded(bool isForwarding, string allowedHosts)
    {
        await using var graph = await StartAsync(isForwarding, allowedHosts);

        (await GetLinkAsync(graph, ("X-Forwarded-Prefix", "/evil"))).ShouldBe("http://localhost" + File);
    }

    [Fact]
    public async Task Link_Should_StartWithTheForwardedHost_When_QueriedOverAWebSocket()
    {
        await using var graph = await StartAsync(isForwarding: true, Listed);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var client = graph.CreateWebSocketClient();
        client.SubProtocols.Add("graphql-transport-ws");
        client.ConfigureRequest = request => (request.Headers["X-Forwarded-Host"], request.Headers.Origin) = ("api.example.com", "https://api.example.com");
        // The origin of the host that clients see counts as the server's own.
        using var socket = await client.ConnectAsync(new Uri("ws://localhost/graphql"), timeout.Token);

        foreach (var message in new object[] { new { type = "connection_init" }, new { id = "1", type = "subscribe", payload = new { query = Query, variables = new { address = Wallets.Typical } } } })
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        var buffer = new byte[16_384];
        await socket.ReceiveAsync(buffer, timeout.Token);
        var response = await socket.ReceiveAsync(buffer, timeout.Token);

        JsonDocument.Parse(buffer.AsMemory(0, response.Count)).RootElement.GetProperty("payload").GetProperty("data").GetProperty("wallet").GetProperty("report").GetProperty("downloadUrl").GetString()
            .ShouldBe("http://api.example.com" + File);
    }

    [Fact]
    public async Task Request_Should_BeRejected_When_ItsOwnHostIsNotListed()
    {
        await using var graph = await StartAsync(isForwarding: true, "api.example.com");

        using var response = await graph.Client.SendAsync(CreateRequest(("X-Forwarded-Host", "api.example.com")));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "host filtering checks the host that the proxy sends");
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Framework_Should_TrustEveryPeer_When_ForwardedHeadersAreOn()
    {
        await using var graph = await StartAsync(isForwarding: true, Listed);

        var options = graph.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        // schema/PROFILES.md describes the switch of the framework like this.
        options.ForwardedHeaders.ShouldBe(ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        options.KnownProxies.ShouldBeEmpty();
        options.KnownIPNetworks.ShouldBeEmpty();
        options.ForwardLimit.ShouldBe(1);
    }

    private static Task<GraphServer> StartAsync(bool isForwarding, string allowedHosts, params (string Name, string Value)[] settings) => GraphServer.StartAsync(
        new Dictionary<string, string>(settings.ToDictionary(setting => setting.Name, setting => setting.Value)) { ["ForwardedHeaders_Enabled"] = isForwarding ? "true" : "false", ["AllowedHosts"] = allowedHosts });

    private static async Task<string?> GetLinkAsync(GraphServer graph, params (string Name, string? Value)[] headers)
    {
        using var response = await graph.Client.SendAsync(CreateRequest(headers));
        return new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).ShouldHaveNoErrors()["wallet.report.downloadUrl"].GetString();
    }

    private static async Task<string> GetPageAsync(GraphServer graph, params (string Name, string? Value)[] headers)
    {
        using var response = await graph.Client.SendAsync(AddHeaders(new HttpRequestMessage(HttpMethod.Get, "/"), headers));
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage CreateRequest(params (string Name, string? Value)[] headers) =>
        AddHeaders(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Query, variables = new { address = Wallets.Typical } }) }, headers);

    private static HttpRequestMessage AddHeaders(HttpRequestMessage request, (string Name, string? Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
