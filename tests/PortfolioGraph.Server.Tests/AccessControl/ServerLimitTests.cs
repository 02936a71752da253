using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Tests.Telemetry;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Every limit of the settings: a request at the limit succeeds, one beyond it fails with the right code, and the server continues.</summary>
public sealed class ServerLimitTests
{
    private const string Wallet = "wallet(address: \"" + Wallets.Typical + "\")";

    [Theory]
    [InlineData("MaxDepth", 2, "{ " + Wallet + " { address } }", "{ " + Wallet + " { report { csv } } }")]
    [InlineData("MaxFields", 3, "{ __typename " + Wallet + " { address } }", "{ __typename " + Wallet + " { address id } }")]
    [InlineData("MaxFields", 3, "{ " + Wallet + " { ...F ...F } } fragment F on Wallet { address }", "{ " + Wallet + " { ...F ...F ...F } } fragment F on Wallet { address }")]
    [InlineData("MaxRootFields", 2, "{ __typename " + Wallet + " { id address } }", "{ __typename __typename " + Wallet + " { id } }")]
    [InlineData("MaxAliases", 2, "{ a: __typename b: __typename }", "{ a: __typename b: __typename c: __typename }")]
    [InlineData("MaxDirectives", 1, "{ __typename @skip(if: false) }", "{ __typename @skip(if: false) @include(if: true) }")]
    [InlineData("MaxTokens", 4, "{ __typename __typename }", "{ __typename __typename __typename }")]
    public async Task Operation_Should_BeRejected_When_ItExceedsALimitByOne(string setting, int limit, string within, string beyond)
    {
        await using var graph = await StartAsync((setting, $"{limit}"));

        (await graph.QueryAsync(within)).ShouldHaveNoErrors();
        var rejected = await graph.QueryAsync(beyond);

        rejected.Status.ShouldBe(HttpStatusCode.BadRequest);
        rejected.Codes.ShouldAllBe(code => code == "LIMIT_EXCEEDED");
        rejected.Codes.ShouldNotBeEmpty();
        graph.Calls.ShouldBeEmpty();
        (await graph.QueryAsync(within)).ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Variables_Should_BeRejected_When_TheyExceedTheLimitByOneByte()
    {
        const string Document = "query($a: Address!) { wallet(address: $a) { address } }";
        await using var graph = await StartAsync(("MaxVariablesBytes", $"{JsonSerializer.SerializeToUtf8Bytes(new { a = Wallets.Typical }).Length}"));

        (await graph.QueryAsync(Document, new { a = Wallets.Typical })).ShouldHaveNoErrors();
        var rejected = await graph.QueryAsync(Document, new { a = Wallets.Typical, b = 0 });

        rejected.Status.ShouldBe(HttpStatusCode.BadRequest);
        rejected.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
    }

    [Fact]
    public async Task Body_Should_BeRejected_When_ItExceedsTheLimitByOneByte()
    {
        await using var graph = await StartAsync(("MaxBodyBytes", "100"));

        var within = await PostAsync(graph, Body(100));
        var beyond = await PostAsync(graph, Body(101));

        within.ShouldHaveNoErrors();
        beyond.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        beyond.Codes.ShouldBe(["REQUEST_TOO_LARGE"]);

        static string Body(int length) => """{"query":"{ __typename }"}""".PadRight(length);
    }

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Fact]
    public async Task Batch_Should_BeRejected_When_ItHasOneRequestTooMany()
    {
        await using var graph = await StartAsync(("MaxBatchSize", "2"));
        await using var without = await StartAsync(("MaxBatchSize", "0"));

        using var within = await SendAsync(graph, Batch(2));
        var beyond = await PostAsync(graph, Batch(3));
        var off = await PostAsync(without, Batch(1));

        within.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await within.Content.ReadAsStringAsync()).RootElement.GetArrayLength().ShouldBe(2);
        beyond.Status.ShouldBe(HttpStatusCode.BadRequest);
        beyond.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        off.Status.ShouldBe(HttpStatusCode.BadRequest);
        off.Codes.ShouldBe(["REQUEST_INVALID"]);

        static string Batch(int count) => $"[{string.Join(',', Enumerable.Repeat("""{"query":"{ __typename }"}""", count))}]";
    }

    [DiffersOnHotChocolate("it returns no data when an operation times out")]
    [Fact]
    public async Task Operation_Should_ReturnTheCompleteFields_When_ItTimesOut()
    {
        await using var graph = await StartAsync(new BlockingStatusLoader(), ("OperationTimeout", "00:00:00.050"));

        var response = await graph.QueryAsync("{ __typename portfolioService { isAvailable } }");

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Codes.ShouldBe(["GRAPHQL_TIMEOUT"]);
        response["__typename"].GetString().ShouldBe("Query");
        response.IsNull("portfolioService").ShouldBeTrue();
    }

    [Fact]
    public async Task Request_Should_BeRejectedImmediately_When_ConcurrentRequestsAreAtTheirLimit()
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await StartAsync(loader, ("MaxConcurrentRequests", "1"));
        using var metrics = new MetricRecorder(graph.Services.GetRequiredService<IMeterFactory>());
        var first = graph.QueryAsync(BlockingStatusLoader.Query);
        await loader.Started;

        using var second = await SendAsync(graph, """{"query":"{ __typename }"}""");
        using var health = await graph.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        loader.Release();
        await first;
        var third = await graph.QueryAsync("{ __typename }");

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        second.Content.Headers.ContentType!.MediaType.ShouldBe("application/graphql-response+json");
        (await second.Content.ReadAsStringAsync()).ShouldContain("SERVER_OVERLOADED");
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.ShouldHaveNoErrors();
        metrics.Of("portfoliograph.limits.hit").ShouldBe([(1, "limit=concurrent_requests")]);
    }

    [Fact]
    public async Task Stream_Should_BeCountedSeparately_When_RequestsAreAtTheirLimit()
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await StartAsync(loader, ("MaxConcurrentRequests", "1"), ("MaxStreams", "1"));
        using var metrics = new MetricRecorder(graph.Services.GetRequiredService<IMeterFactory>());
        var first = graph.QueryAsync(BlockingStatusLoader.Query);
        await loader.Started;

        using var stream = await graph.Client.SendAsync(EventStream(), HttpCompletionOption.ResponseHeadersRead);
        using var another = await graph.Client.SendAsync(EventStream(), HttpCompletionOption.ResponseHeadersRead);
        loader.Release();
        await first;

        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        another.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        metrics.Of("portfoliograph.limits.hit").ShouldBe([(1, "limit=streams")]);

        static HttpRequestMessage EventStream() => new(HttpMethod.Post, "/graphql")
        {
            Headers = { { "Accept", "text/event-stream" } },
            Content = Json($$"""{"query":"subscription { portfolioChanged(addresses: [\"{{Wallets.Typical}}\"]) { time } }"}"""),
        };
    }

    private static Task<GraphServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    private static Task<GraphServer> StartAsync(BlockingStatusLoader? loader, params (string Name, string Value)[] settings) => GraphServer.StartAsync(
        settings.ToDictionary(s => $"Server:{s.Name}", s => s.Value),
        services: services =>
        {
            if (loader is not null)
                services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader);
        });

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> SendAsync(GraphServer graph, string body) => graph.Client.PostAsync(new Uri("/graphql", UriKind.Relative), Json(body));

    private static async Task<GraphResponse> PostAsync(GraphServer graph, string body)
    {
        using var response = await SendAsync(graph, body);
        return new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
