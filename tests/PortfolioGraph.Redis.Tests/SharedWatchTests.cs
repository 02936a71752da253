using System.Collections.Concurrent;
using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Redis.Tests;

/// <summary>Each watched portfolio is polled by one replica, and the watchers of all replicas see the same changes.</summary>
public sealed class SharedWatchTests
{
    private static readonly (string, string)[] Settings =
        [("Watch:Interval", "00:00:01"), ("Cache:TimeToLive", "00:00:00.9"), ("Cache:MinRefreshAge", "00:00:00"), ("Cache:StaleIfError", "00:00:00")];

    [RedisFact]
    public async Task Watch_Should_PollOnce_When_ThreeReplicasWatchOnePortfolio()
    {
        await using var redis = await RedisProcess.StartAsync();
        var upstream = new RisingValue();
        await using var first = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        await using var second = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        await using var third = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        using var cancellation = new CancellationTokenSource();
        var startedAt = TimeProvider.System.GetTimestamp();
        List<ConcurrentQueue<decimal>> seen = [Watch(first, cancellation.Token), Watch(second, cancellation.Token), Watch(third, cancellation.Token)];

        await Eventually.IsTrueAsync(() => seen.TrueForAll(static values => values.Count >= 5));
        var polls = upstream.Stub.Requests.Count;
        var intervals = TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds;
        await cancellation.CancelAsync();

        // The first load, one poll an interval, and one that may have begun. Three pollers would make nearly three times as many.
        polls.ShouldBeLessThanOrEqualTo((int)intervals + 3);
        foreach (var values in seen)
            values.ShouldBeInOrder(SortDirection.Ascending, "no replica falls back to an older value");
    }

    [RedisFact]
    public async Task Watch_Should_BeTakenOver_When_ThePollerDies()
    {
        await using var redis = await RedisProcess.StartAsync();
        var (upstream, survivors) = (new RisingValue(), new RisingValue());
        await using var poller = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        await using var survivor = await ReplicaHost.StartAsync(redis, survivors.Stub, Settings);
        using var cancellation = new CancellationTokenSource();
        var polled = Watch(poller, cancellation.Token);
        await Eventually.IsTrueAsync(() => polled.Count >= 2);
        var seen = Watch(survivor, cancellation.Token);
        await Eventually.IsTrueAsync(() => seen.Count >= 2);
        survivors.Stub.Requests.ShouldBeEmpty("the other replica polls");

        await poller.Redis.StopAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => survivors.Stub.Requests.Count >= 2);

        await cancellation.CancelAsync();
    }

    [RedisFact]
    public async Task Watch_Should_BeTakenOver_When_TheLastWatcherOfThePollerLeaves()
    {
        await using var redis = await RedisProcess.StartAsync();
        var (upstream, others) = (new RisingValue(), new RisingValue());
        await using var poller = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        await using var other = await ReplicaHost.StartAsync(redis, others.Stub, Settings);
        using var leaving = new CancellationTokenSource();
        using var cancellation = new CancellationTokenSource();
        var polled = Watch(poller, leaving.Token);
        await Eventually.IsTrueAsync(() => polled.Count >= 2);
        var seen = Watch(other, cancellation.Token);
        await Eventually.IsTrueAsync(() => seen.Count >= 2);

        await leaving.CancelAsync();
        await Eventually.IsTrueAsync(() => others.Stub.Requests.Count >= 2);
        var before = upstream.Stub.Requests.Count;
        await Eventually.IsTrueAsync(() => others.Stub.Requests.Count >= 4);

        upstream.Stub.Requests.Count.ShouldBe(before, "it has no watcher any more");
        await cancellation.CancelAsync();
    }

    [RedisFact]
    public async Task Watch_Should_PollInEachReplica_When_RedisIsDown()
    {
        await using var redis = await RedisProcess.StartAsync();
        var (upstream, others) = (new RisingValue(), new RisingValue());
        await using var first = await ReplicaHost.StartAsync(redis, upstream.Stub, Settings);
        await using var second = await ReplicaHost.StartAsync(redis, others.Stub, Settings);
        using var cancellation = new CancellationTokenSource();
        redis.Kill();
        var (one, two) = (Watch(first, cancellation.Token), Watch(second, cancellation.Token));

        await Eventually.IsTrueAsync(() => one.Count >= 3 && two.Count >= 3);

        upstream.Stub.Requests.Count.ShouldBeGreaterThanOrEqualTo(3);
        others.Stub.Requests.Count.ShouldBeGreaterThanOrEqualTo(3);
        await cancellation.CancelAsync();
    }

    private static ConcurrentQueue<decimal> Watch(ReplicaHost replica, CancellationToken ct)
    {
        ConcurrentQueue<decimal> seen = [];
        _ = ReadAsync();
        return seen;

        async Task ReadAsync()
        {
            using var watcher = replica.Watch.Subscribe(new Portfolio([Wallets.Address(1)])).ShouldNotBeNull();
            try
            {
                await foreach (var change in watcher.ReadAsync(ct))
                    seen.Enqueue(change.ValueUsd!.Value);
            }
            catch (OperationCanceledException)
            {
                // The test ends.
            }
        }
    }

    /// <summary>An upstream whose wallet is worth one dollar more at each request.</summary>
    private sealed class RisingValue
    {
        private int _value = 100;

        public RisingValue()
        {
            Stub.Returns("v5.0/general/current_value", _ =>
            {
                var value = Interlocked.Increment(ref _value);
                return $$"""
                    {"result":{"total":{{value}},"by_address":[{"value_usd":{{value}},"address":"{{Wallets.Lower(1)}}"}],"by_category":[],"by_protocol_group":[],"by_chain":[]},"meta":null}
                    """;
            });
        }

        public StubUpstream Stub { get; } = new();
    }
}
