using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Redis;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Two servers over one Redis server: the request limits of keys count over both, and both work alone without it.</summary>
public sealed class SharedLimitTests
{
    private const string Name = "wallet app";
    private const string Key = "the-wallet-app-key";

    [RedisFact]
    public async Task Request_Should_BeRateLimited_When_ItsKeyIsOverItsLimitOnTwoServers()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);

        (await RequestAsync(first)).ShouldBe("200 \"key\";r=2");
        (await RequestAsync(second)).ShouldBe("200 \"key\";r=1");
        (await RequestAsync(first)).ShouldBe("200 \"key\";r=0");
        foreach (var graph in new[] { first, second, first })
        {
            using var rejected = await SendAsync(graph);
            rejected.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            rejected.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=3;w=60"]);
            rejected.Headers.GetValues("RateLimit").ShouldBe(["\"key\";r=0"]);
            rejected.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            (await rejected.Content.ReadAsStringAsync()).ShouldContain("RATE_LIMITED");
        }
    }

    [RedisFact]
    public async Task Operation_Should_CountOnTwoServers_When_ItRunsOnASocket()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        using var socket = await ConnectAsync(first);

        (await RunAsync(socket, "1")).ShouldStartWith("""{"id":"1","type":"next",""");
        (await RequestAsync(second)).ShouldBe("200 \"key\";r=1");
        (await RunAsync(socket, "2")).ShouldStartWith("""{"id":"2","type":"next",""");

        (await RunAsync(socket, "3")).ShouldContain("RATE_LIMITED");
        (await RequestAsync(second)).ShouldBe("429 \"key\";r=0");
    }

    [RedisFact]
    public async Task Request_Should_BeCountedHere_When_RedisIsKilled()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        (await RequestAsync(first)).ShouldBe("200 \"key\";r=2");

        redis.Kill();

        // The first server has counted its own request too.
        (await RequestAsync(first)).ShouldBe("200 \"key\";r=1");
        (await RequestAsync(second)).ShouldBe("200 \"key\";r=2");
        (await RequestAsync(first)).ShouldBe("200 \"key\";r=0");
        (await RequestAsync(first)).ShouldBe("429 \"key\";r=0");
        (await RequestAsync(second)).ShouldBe("200 \"key\";r=1");
    }

    [RedisFact]
    public async Task Server_Should_BeReadyAndSayWhy_When_RedisIsUnavailable()
    {
        await using var redis = RedisProcess.Reserve();
        await using var graph = await StartAsync(redis);

        (await CheckAsync(graph)).ShouldBe("""200 {"status":"READY","reason":"REDIS_UNAVAILABLE"}""");
        (await RequestAsync(graph)).ShouldBe("200 \"key\";r=2");

        await redis.RestartAsync();
        await Eventually.IsTrueAsync(() => graph.Services.GetRequiredService<IRedisStatus>().IsAvailable);
        (await CheckAsync(graph)).ShouldBe("""200 {"status":"READY"}""");
        (await RequestAsync(graph)).ShouldBe("200 \"key\";r=2", "the window in Redis is empty");
    }

    [RedisFact]
    public async Task Redis_Should_ContainNoNameOrKey_When_RequestsAreCounted()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var graph = await StartAsync(redis);
        (await RequestAsync(graph)).ShouldBe("200 \"key\";r=2");

        await using var reader = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var keys = reader.GetServers().Single().Keys().Select(key => key.ToString()).ToList();

        var counted = keys.Where(key => key.Contains("requests:", StringComparison.Ordinal)).ShouldHaveSingleItem();
        counted.ShouldMatch("^{portfoliograph}:requests:[0-9a-f]{32}$");
        keys.ShouldAllBe(key => !key.Contains(Name, StringComparison.OrdinalIgnoreCase) && !key.Contains(Hash, StringComparison.OrdinalIgnoreCase));
    }

    private static string Hash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    private static async Task<GraphServer> StartAsync(RedisProcess redis)
    {
        var graph = await GraphServer.StartAsync(new Dictionary<string, string>
        {
            ["Redis:Configuration"] = redis.Configuration,
            ["Server:ApiKeys:0:Name"] = Name,
            ["Server:ApiKeys:0:Hash"] = Hash,
            ["Server:ApiKeys:0:RequestsPerMinute"] = "3",
        });
        return graph;
    }

    private static async Task<string> RequestAsync(GraphServer graph)
    {
        using var response = await SendAsync(graph);
        return $"{(int)response.StatusCode} {response.Headers.GetValues("RateLimit").Single()}";
    }

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7B__typename%7D") { Headers = { { "X-Api-Key", Key } } };
        return await graph.Client.SendAsync(request);
    }

    private static async Task<WebSocket> ConnectAsync(GraphServer graph)
    {
        var client = graph.CreateWebSocketClient();
        client.SubProtocols.Add("graphql-transport-ws");
        client.ConfigureRequest = request => request.Headers["X-Api-Key"] = Key;
        var socket = await client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None);
        await SendAsync(socket, """{"type":"connection_init"}""");
        (await ReadAsync(socket)).ShouldBe("""{"type":"connection_ack"}""");
        return socket;
    }

    // Returns the first message of the operation.
    private static async Task<string> RunAsync(WebSocket socket, string id)
    {
        await SendAsync(socket, $$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{ __typename }"}}""");
        var message = await ReadAsync(socket);
        while (!message.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal))
            message = await ReadAsync(socket);
        return message;
    }

    private static Task SendAsync(WebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<string> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
        result.EndOfMessage.ShouldBeTrue();
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static async Task<string> CheckAsync(GraphServer graph)
    {
        using var response = await graph.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }
}
