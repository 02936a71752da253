using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>The endpoint for assistants has the access control and the limits of <c>/graphql</c>, whatever a client sends.</summary>
public sealed class McpAccessTests
{
    public const string Key = "a-key-of-the-assistant";

    public static readonly (string Name, string Value)[] KeySettings =
    [
        ("Server:ApiKeys:0:Name", "assistant"),
        ("Server:ApiKeys:0:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
    ];

    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"WalletTokens","arguments":{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}}}""";

    [Theory]
    [InlineData("Public", 404)]
    [InlineData("Trusted", 200)]
    [InlineData("Development", 200)]
    public async Task Endpoint_Should_ExistByProfile_When_ItIsNotSet(string profile, int status)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = profile });

        using var response = await McpGraph.PostAsync(graph, Ping);

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData(Key, 200)]
    [InlineData("another", 401)]
    [InlineData(null, 401)]
    public async Task Request_Should_SucceedOnlyWithAKnownKey_When_KeysAreConfigured(string? key, int status)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With(KeySettings));

        using var response = await McpGraph.PostAsync(graph, Call, request => request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key));

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 401)
        {
            (await response.Content.ReadAsStringAsync()).ShouldContain("API_KEY_INVALID");
            graph.Calls.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Request_Should_BeRateLimited_When_ItsKeyIsOverItsLimit()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With([.. KeySettings, ("Server:ApiKeys:0:RequestsPerMinute", "2")]));

        using var first = await McpGraph.PostAsync(graph, Ping, Authorize);
        using var second = await McpGraph.PostAsync(graph, Ping, Authorize);
        using var third = await McpGraph.PostAsync(graph, Ping, Authorize);

        first.Headers.GetValues("RateLimit").ShouldBe(["\"key\";r=1"]);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter.ShouldNotBeNull();
        (await third.Content.ReadAsStringAsync()).ShouldContain("RATE_LIMITED");
    }

    // Clients accept event streams with every request, but these requests end like any other.
    [Fact]
    public async Task Request_Should_CountAsARequest_When_StreamsAreLimited()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With(("Server:MaxStreams", "1"), ("Server:MaxConcurrentRequests", "1")));
        using var client = graph.CreateClient();
        using var subscription = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("""{"query":"subscription { portfolioChanged(addresses: [\"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\"]) { valueUsd } }"}""", Encoding.UTF8, "application/json") };
        subscription.Headers.Accept.ParseAdd("text/event-stream");
        using var stream = await client.SendAsync(subscription, HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var response = await McpGraph.PostAsync(graph, Ping);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("https://app.example", 200)]
    [InlineData("http://localhost", 200)]
    public async Task Request_Should_BeRejected_When_ItsOriginIsNotAllowed(string origin, int status)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With(("Server:AllowedOrigins:0", "https://app.example")));

        using var response = await McpGraph.PostAsync(graph, Call, request => request.Headers.Add("Origin", origin));

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 403)
        {
            (await response.Content.ReadAsStringAsync()).ShouldContain("ORIGIN_NOT_ALLOWED");
            graph.Calls.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(null, 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=utf8", 200)]
    public async Task Request_Should_BeRejectedWithACode_When_ItsBodyIsNotDeclaredAsJson(string? type, int status)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, Ping, request => request.Content!.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type));

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 415)
            (await response.Content.ReadAsStringAsync()).ShouldContain("UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Request_Should_BeRejectedWithACode_When_ItsBodyIsTooLarge()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With(("Server:MaxBodyBytes", "1000")));

        using var small = await McpGraph.PostAsync(graph, Ping);
        using var large = await McpGraph.PostAsync(graph, Ping + new string(' ', 1_000));

        small.StatusCode.ShouldBe(HttpStatusCode.OK);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await large.Content.ReadAsStringAsync()).ShouldContain("REQUEST_TOO_LARGE");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Request_Should_BeRejectedWithACode_When_ItsMethodIsNotPost(string method)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, Ping, request => request.Method = new HttpMethod(method));

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("METHOD_NOT_ALLOWED");
    }

    // With this status, clients start again without a session.
    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task Request_Should_GetNotFound_When_ItIsOfASession(string? version)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, Call, request =>
        {
            request.Headers.Add("Mcp-Session-Id", "of-another-server");
            if (version is not null)
                request.Headers.Add("MCP-Protocol-Version", version);
        });

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("NOT_FOUND");
        graph.Calls.ShouldBeEmpty();
    }

    // The library would log whole messages at the level Trace, and names that clients choose at others.
    [Fact]
    public async Task Log_Should_HaveNoLineOfTheLibrary_When_ItIsAtItsMostTalkative()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.With(("Logging:LogLevel:ModelContextProtocol", "Trace"), ("Logging:LogLevel:ModelContextProtocol.Server.McpServer", "Trace")));
        await using var client = await McpGraph.ConnectAsync(graph);

        await client.CallToolAsync("WalletTokens", McpGraph.ArgumentsOf(new { address = Wallets.Typical }));
        await Should.ThrowAsync<McpProtocolException>(async () => await client.CallToolAsync(Wallets.Empty));

        graph.Logs.Lines.ShouldNotContain(line => line.Contains("ModelContextProtocol", StringComparison.Ordinal));
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(Wallets.Typical.Substring(2), StringComparison.OrdinalIgnoreCase) || line.Contains(Wallets.Empty.Substring(2), StringComparison.OrdinalIgnoreCase));
    }

    private static void Authorize(HttpRequestMessage request) => request.Headers.Add("X-Api-Key", Key);
}
