using System.Collections.Concurrent;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Redis.Tests.Budget;

/// <summary>Replicas that share one account through a real Redis server.</summary>
public sealed class CallBudgetTests
{
    private const int PerSecond = 50;

    // With the default margin of the limit.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.02 / PerSecond);

    private readonly ConcurrentQueue<long> _sent = new();

    [RedisFact]
    public async Task MarkSent_Should_KeepTheIntervalBetweenAllCalls_When_ThreeReplicasAreBusy()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        await using var third = await StartAsync(redis);
        Replica[] replicas = [first, second, third];

        await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Range(0, 20).Select(client => replica.CallAsync($"client {client}"))));

        _sent.Count.ShouldBe(60);
        _sent.MinGap().ShouldBeGreaterThanOrEqualTo(Interval);
        Console.WriteLine($"FIGURE gap min {_sent.MinGap().TotalMilliseconds:F2} ms, total {TimeProvider.System.GetElapsedTime(_sent.Min(), _sent.Max()).TotalMilliseconds / 59:F2} ms per call");
    }

    [RedisFact]
    public async Task Request_Should_TakeTurns_When_OneReplicaIsFlooded()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var flooded = await StartAsync(redis);
        await using var calm = await StartAsync(redis);
        var flood = Enumerable.Range(0, 100).Select(_ => flooded.CallAsync()).ToList();
        await Task.WhenAny(flood);

        for (var call = 0; call < 10; call++)
            await calm.CallAsync();

        // One call of the flooded replica for each of the other one; a few more if this machine is busy.
        flooded.Sent.ShouldBeInRange(8, 20);
    }

    private Task<Replica> StartAsync(RedisProcess redis, decimal perSecond = PerSecond, int burst = 1) => Replica.StartAsync(redis, _sent, perSecond, burst);
}
