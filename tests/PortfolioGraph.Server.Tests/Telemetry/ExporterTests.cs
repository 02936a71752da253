using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>What leaves a whole server process by its exporters: OTLP, Prometheus and the log.</summary>
public sealed class ExporterTests
{
    private static readonly string[] Addresses = Wallets.Some(10);

    [Fact]
    public Task Exporters_Should_HaveSpansMetricsAndLogsWithoutKeysOrAddresses_When_ClientsUseEverything() => CheckAsync(redis: null);

    [RedisFact]
    public async Task Exporters_Should_HaveSpansOfRedisWithoutKeysOrAddresses_When_ReplicasShareIt()
    {
        await using var redis = await RedisProcess.StartAsync();

        (await CheckAsync(redis.Configuration)).ShouldContain("EVAL");
    }

    private static async Task<string> CheckAsync(string? redis)
    {
        await using var server = await ExportingServer.StartAsync(redis);

        await UseEverythingAsync(server);
        var metrics = await server.ScrapeAsync();
        (await server.Stranger.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the port of the graph");
        (await server.Stranger.GetAsync(new Uri($"http://127.0.0.1:{server.MetricsPort}/graphql?query={{__typename}}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the port of the metrics");
        await server.StopAsync();

        var traces = server.Collector.TextOf("traces");
        var exported = server.Collector.TextOf("metrics");
        var log = string.Join('\n', server.Lines);
        foreach (var span in new[] { "query", "subscription event", "load", "upstream call", "upstream attempt", "graphql.document.hash", "permit.wait_time", "outcome", "TokensOfAWallet", "WalletTokens", "POST /mcp", "GET /report/{address}.csv" })
            traces.ShouldContain(span);
        // The addresses are there, shortened: in the path of the report and in the operation's name.
        traces.ShouldContain($"/report/{Shorten(Addresses[2])}.csv");
        traces.ShouldContain($"Q_{Shorten(Addresses[4])}");
        log.ShouldContain($"/report/{Shorten(Addresses[2])}.csv");
        foreach (var name in new[] { "portfoliograph.upstream.calls", "portfoliograph.operation.duration", "http.server.request.duration", "dotnet.gc.collections" })
            exported.ShouldContain(name);
        foreach (var sample in new[] { "portfoliograph_upstream_calls_total{", "portfoliograph_watch_subscribers", "http_server_request_duration_seconds_count{", "outcome=\"Unavailable\"", "dotnet_gc_" })
            metrics.ShouldContain(sample);
        HasTraceId(server.Log).ShouldBeTrue();
        // A scrape shows which metrics of the framework exist, and how the names of this product's metrics are written.
        var scraped = DeployedMetrics.ReadScraped(metrics);
        DeployedMetrics.ReadUsed().Where(metric => !metric.Name.StartsWith("portfoliograph_", StringComparison.Ordinal) && !scraped.Contains(metric.Name)).ShouldBeEmpty();
        DeployedMetrics.ReadUsed().Select(static metric => metric.Name).Distinct().Where(scraped.Contains).Count(static name => name.StartsWith("portfoliograph_", StringComparison.Ordinal)).ShouldBeGreaterThan(8);

        foreach (var (output, text) in new[] { ("traces", traces), ("OTLP metrics", exported), ("Prometheus", metrics), ("log", log) })
        {
            foreach (var secret in Secrets(server))
                text.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{output} contains {secret}: {Around(text, secret)}");
        }

        return traces;
    }

    private static async Task UseEverythingAsync(ExportingServer server)
    {
        var client = server.Client;
        (await PostAsync(client, "query TokensOfAWallet($address: Address!) { wallet(address: $address) { tokens { nodes { amount } } } }", new { address = Addresses[0] })).ShouldContain("amount");
        (await PostAsync(client, $"query Q_{Addresses[4]} {{ wallet(address: \"{Addresses[4]}\") {{ valueUsd positions {{ totalCount }} }} }}")).ShouldContain("valueUsd");
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString($"{{wallet(address:\"{Addresses[1]}\"){{valueUsd}}}}")}&{Addresses[1]}=1"))
        {
            request.Headers.Add("tracestate", $"vendor={Addresses[1]}");
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.Add("baggage", $"wallet={Addresses[1]}");
            request.Headers.TryAddWithoutValidation("User-Agent", $"wallet/{Addresses[1]}");
            (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await client.GetStringAsync(new Uri($"/report/{Addresses[2]}.csv", UriKind.Relative))).ShouldNotBeEmpty();
        (await client.GetAsync(new Uri($"/{Addresses[3]}/unknown?address={Addresses[3]}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Stranger.PostAsJsonAsync("/graphql", new { query = "{ __typename }" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await ReadEventAsync(server);
        await UseMcpAsync(client);

        server.Sandbox.Options.Faults.Add(new SandboxFault { Kind = FaultKind.EchoKey });
        (await PostAsync(client, $"{{ wallet(address: \"{Addresses[7]}\") {{ valueUsd }} }}")).ShouldContain("UPSTREAM_");
        server.Sandbox.Options.Faults.Clear();
        server.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });
        (await PostAsync(client, $"{{ wallet(address: \"{Addresses[6]}\") {{ valueUsd }} }}")).ShouldContain("UPSTREAM_UNAVAILABLE");
    }

    // With addresses where the library of the protocol would log or trace them: in arguments, names of tools and of clients, and ids.
    private static async Task UseMcpAsync(HttpClient client)
    {
        foreach (var name in new[] { "WalletTokens", Addresses[9] })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
            {
                Content = JsonContent.Create(new
                {
                    jsonrpc = "2.0",
                    id = Addresses[9],
                    method = "tools/call",
                    @params = new { name, arguments = new { address = Addresses[8] }, _meta = new { traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate = $"vendor={Addresses[9]}" } },
                }),
            };
            request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            using var response = await client.SendAsync(request);
            (await response.Content.ReadAsStringAsync()).ShouldContain(name == "WalletTokens" ? "totalCount" : "NOT_FOUND");
        }

        using var unknown = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(new { jsonrpc = "2.0", id = 1, method = Addresses[9], @params = new { uri = Addresses[9] } }) };
        unknown.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        unknown.Headers.TryAddWithoutValidation("Mcp-Name", Addresses[9]);
        (await client.SendAsync(unknown)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The exceptions of the library repeat the names of members.
        var member = $"\"{Addresses[9]}\"";
        foreach (var (version, status, json) in new[]
        {
            ("2025-11-25", HttpStatusCode.BadRequest, $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{{member}:1,{member}:2}}}}"),
            ("2026-07-28", HttpStatusCode.BadRequest, $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{{\"_meta\":{{{member}:1,{member}:2}}}}}}"),
            ("2025-11-25", HttpStatusCode.OK, $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"protocolVersion\":5,{member}:1}}}}"),
            ("2025-11-25", HttpStatusCode.OK, $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{{{member}:1,\"sampling\":5}},\"clientInfo\":{{\"name\":5,\"version\":{member}}}}}}}"),
        })
        {
            using var malformed = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            malformed.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            malformed.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
            malformed.Headers.TryAddWithoutValidation("Mcp-Method", "tools/list");
            using var response = await client.SendAsync(malformed);
            response.StatusCode.ShouldBe(status);
            (await response.Content.ReadAsStringAsync()).ShouldContain("REQUEST_INVALID");
        }
    }

    private static async Task<string> PostAsync(HttpClient client, string query, object? variables = null)
    {
        using var response = await client.PostAsJsonAsync("/graphql", new { query, variables });
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task ReadEventAsync(ExportingServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription($a: [Address!]!) { portfolioChanged(addresses: $a) { valueUsd portfolio { tokens { totalCount } } } }", variables = new { a = new[] { Addresses[5] } } }),
            Headers = { { "Accept", "text/event-stream" } },
        };
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, server.Timeout);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(server.Timeout));
        while (await reader.ReadLineAsync(server.Timeout) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("valueUsd", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException("The stream ended without an event.");
    }

    // With and without prefix, and as part of a global id, at each of the three positions of Base64.
    private static IEnumerable<string> Secrets(ExportingServer server) =>
    [
        GraphServer.ApiKey,
        ExportingServer.ClientKey,
        ExportingServer.ClientName,
        server.Sandbox.BaseAddress.Port.ToString(CultureInfo.InvariantCulture) + "/",
        .. Addresses.Select(static address => address[2..]),
        .. Addresses.SelectMany(static address => Enumerable.Range(0, 3).Select(offset => Convert.ToBase64String(Encoding.UTF8.GetBytes(address[(2 + offset)..]))[..48])),
    ];

    private static bool HasTraceId(IReadOnlyList<JsonElement> log) => log.Any(static entry =>
        entry.TryGetProperty("Scopes", out var scopes) && scopes.EnumerateArray().Any(static scope => scope.ValueKind is JsonValueKind.Object && scope.TryGetProperty("TraceId", out _)));

    private static string Shorten(string address) => $"{address[..6]}…{address[^4..]}";

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)];
    }
}
