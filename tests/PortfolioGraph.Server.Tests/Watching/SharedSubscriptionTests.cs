using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Tests.Watching;

/// <summary>Equal subscriptions share one load and one execution of an event, unless one of them demands other data.</summary>
public sealed class SharedSubscriptionTests
{
    private const string First = "0x00a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Gains = "v4/general/profit_and_loss";
    private const string Nested = "subscription($addresses: [Address!]!) { portfolioChanged(addresses: $addresses) { valueUsd portfolio { profitAndLoss { roi source { state } } } } }";
    private const string Live = """{"data":{"portfolioChanged":{"valueUsd":100,"portfolio":{"profitAndLoss":{"roi":0.5,"source":{"state":"LIVE"}}}}}}""";

    private static readonly object Variables = new { addresses = new[] { First } };

    [Fact]
    public async Task Event_Should_BeLoadedAndExecutedOnce_When_500SubscribersSelectNestedData()
    {
        await using var graph = await StartAsync();
        var (batches, release) = (graph.Loads.Batches, graph.Hold(Gains));
        var reads = await SubscribeAsync(graph, 500);
        reads.ShouldAllBe(read => !read.IsCompleted);

        release();

        (await Task.WhenAll(reads)).ShouldAllBe(json => json == Live);
        Requests(graph).ShouldBe(["use_cache=true"]);
        (graph.Loads.Batches - batches).ShouldBe(1, "each execution loads a batch");
        graph.Loads.Found.ShouldBe(0);
    }

    [Fact]
    public async Task Event_Should_BeExecutedOnceMore_When_500SubscribersReceiveItLater()
    {
        await using var graph = await StartAsync();
        (await (await SubscribeAsync(graph, 1))[0]).ShouldBe(Live);

        var later = await Task.WhenAll(await SubscribeAsync(graph, 500));

        later.ShouldAllBe(json => json == Live.Replace("LIVE", "CACHED", StringComparison.Ordinal));
        Requests(graph).Count.ShouldBe(1);
        graph.Loads.Found.ShouldBe(1, "one execution finds the data in the cache, and the others send its bytes");
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(10, 2)]
    public async Task Event_Should_BeLoadedAgain_When_ASubscriberDemandsFresherData(int maxAge, int requests)
    {
        await using var graph = await StartAsync(dataAge: 15);
        var release = graph.Hold(Gains);
        var reads = await SubscribeAsync(graph, 2);
        using (FreshnessTracker.Begin(TimeSpan.FromSeconds(maxAge)))
            reads = [.. reads, .. await SubscribeAsync(graph, 1)];

        release();

        // The fresher data can replace the other before the second subscriber has looked at it.
        (await Task.WhenAll(reads)).ShouldAllBe(json => json.Replace("CACHED", "LIVE", StringComparison.Ordinal) == Live);
        Requests(graph).ShouldBe(((string[])["use_cache=true", "use_cache=false"])[..requests]);
    }

    [Fact]
    public async Task Event_Should_BeLoadedAgain_When_ItsDataIsRefreshedMeanwhile()
    {
        await using var graph = await StartAsync();
        var release = graph.Hold(Gains);
        var first = await SubscribeAsync(graph, 1);
        Address.TryParse(First, out var owner).ShouldBeTrue();
        graph.Services.GetRequiredService<ICacheInvalidator>().Invalidate(AddressSet.Of(owner));
        var second = await SubscribeAsync(graph, 1);

        release();

        (await Task.WhenAll([.. first, .. second])).ShouldAllBe(json => json == Live);
        Requests(graph).ShouldBe(["use_cache=true", "use_cache=false"]);
    }

    [Fact]
    public async Task Event_Should_FailForAllSubscribers_When_ItsLoadFails()
    {
        await using var graph = await StartAsync();
        graph.Upstream.ReturnsStatus(Gains, HttpStatusCode.UnprocessableEntity);
        var release = graph.Hold(Gains);
        var reads = await SubscribeAsync(graph, 50);

        release();

        (await Task.WhenAll(reads)).ShouldAllBe(json => json.Contains("UPSTREAM_REFUSED", StringComparison.Ordinal) && json.Contains("\"valueUsd\":100", StringComparison.Ordinal));
        Requests(graph).Count.ShouldBe(1);
    }

    // The value of the event is known, so a subscriber has received the event when its first read returns.
    private static async Task<WatchedGraph> StartAsync(int dataAge = 0)
    {
        var graph = await WatchedGraph.StartAsync(("Cache:HonorClientCacheControl", "true"));
        graph.Upstream.Returns(Gains, $$$"""{"result":[{"chain_id":null,"abs_profit_usd":1,"roi":0.5}],"meta":{"cached_at":{{{graph.Time.GetUtcNow().ToUnixTimeSeconds() - dataAge}}}}}""");
        var watcher = await graph.SubscribeAsync("subscription($addresses: [Address!]!) { portfolioChanged(addresses: $addresses) { valueUsd } }", Variables);
        await watcher.NextAsync();
        return graph;
    }

    private static async Task<Task<string>[]> SubscribeAsync(WatchedGraph graph, int count)
    {
        var reads = new Task<string>[count];
        for (var i = 0; i < count; i++)
            reads[i] = ReadAsync(await graph.SubscribeAsync(Nested, Variables));
        return reads;
    }

    private static async Task<string> ReadAsync(WatchedGraph.Events events)
    {
        await using (events)
            return (await events.NextAsync()).GetRawText();
    }

    // How each request for the nested data uses the cache of the upstream.
    private static IReadOnlyList<string> Requests(WatchedGraph graph) =>
        [.. graph.Upstream.Requests.Where(request => request.Path.EndsWith(Gains, StringComparison.Ordinal)).Select(request => request.PathAndQuery.Split('?', '&').Single(part => part.StartsWith("use_cache", StringComparison.Ordinal)))];
}
