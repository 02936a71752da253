using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;
using StackExchange.Redis;

namespace PortfolioGraph.Redis.Tests.Budget;

/// <summary>Replicas that share one account while Redis fails: calls go on, and all of them together stay within the limit.</summary>
public sealed class CallBudgetFailureTests
{
    private const int PerSecond = 50;
    private const int Replicas = 3;

    // In the fallback, replicas know each other's turns by Redis' clock as they last read it. That was less exact if this machine is busy, and a call that Redis granted may meet the first turn. Without turns it would be 2.
    private const double MaxExcess = 1.5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.02 / PerSecond);

    // A call may be late in its turn, but the next turn is not.
    private static readonly TimeSpan TurnTolerance = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<long> _sent = new();

    [RedisFact]
    public async Task Request_Should_UseTheFallbackShare_When_RedisIsKilledUnderLoad()
    {
        await using var redis = await RedisProcess.StartAsync();

        await RunAsync(redis, async replicas =>
        {
            redis.Kill();
            await UntilInFallbackAsync(replicas);
            await redis.RestartAsync();
        });
    }

    [RedisFact]
    public async Task Fallback_Should_KeepTheTurn_When_RedisHasNotHeardFromAllReplicasAgain()
    {
        await using var redis = await RedisProcess.StartAsync();
        var options = Options.Create(new RedisOptions { Configuration = redis.Configuration });
        List<RedisServer> servers = [];
        for (var i = 0; i < Replicas; i++)
        {
            servers.Add(new RedisServer(options, TimeProvider.System, NullLogger<RedisServer>.Instance));
            await servers[i].StartAsync(CancellationToken.None);
        }

        await Eventually.IsTrueAsync(() => servers.TrueForAll(static server => server.Replicas == Replicas));
        // The other two end, and the server that is left has no others before it any more.
        var last = servers.Single(static server => server.Rank == Replicas - 1);
        var budget = new RedisCallBudget(last, options, TimeProvider.System);
        budget.Start(new SharedLimit(TimeSpan.FromSeconds(10), 1, TimeSpan.Zero), static () => { }, static _ => { });
        budget.Fallback.Share.ShouldBe(1.0 / Replicas);
        foreach (var server in servers.Where(server => server != last))
            await server.StopAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => last is { Replicas: 1, Rank: 0 });

        var (share, turn) = budget.Fallback;

        share.ShouldBe(1.0 / Replicas);
        // Its turn is the third of three, each ten seconds long.
        var begins = TimeSpan.FromMilliseconds((last.Now + turn!.Value.TotalMilliseconds) % 30_000);
        (begins - TimeSpan.FromSeconds(20)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await last.StopAsync(CancellationToken.None);
        servers.ForEach(static server => server.Dispose());
    }

    [RedisFact]
    public async Task Request_Should_UseTheFallbackShare_When_RedisHangs()
    {
        await using var redis = await RedisProcess.StartAsync();

        await RunAsync(redis, async replicas =>
        {
            redis.Suspend();
            await UntilInFallbackAsync(replicas);
            redis.Resume();
        });
    }

    [RedisFact]
    public async Task Request_Should_UseTheFallbackShare_When_RedisIsOutOfMemory()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory-policy", "noeviction");
        await using var administrator = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",allowAdmin=true");
        var server = administrator.GetServers().Single();

        await RunAsync(redis, async replicas =>
        {
            await administrator.GetDatabase().StringSetAsync("filler", new byte[2_000_000]);
            await server.ConfigSetAsync("maxmemory", "1mb");
            await UntilInFallbackAsync(replicas);
            await server.ConfigSetAsync("maxmemory", "0");
        });
    }

    [RedisFact]
    public async Task Request_Should_StayWithinTheLimit_When_RedisLosesItsData()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var administrator = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",allowAdmin=true");
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        using var end = new CancellationTokenSource();
        var load = Task.WhenAll(first.CallUntilAsync(end.Token), second.CallUntilAsync(end.Token));

        for (var flush = 1; flush <= 5; flush++)
        {
            await Eventually.IsTrueAsync(() => _sent.Count >= 10 * flush);
            await administrator.GetServers().Single().FlushAllDatabasesAsync();
        }

        await end.CancelAsync();
        await load;
        // The slot in flight at the flush was granted by the lost state.
        _sent.MaxExcess(Interval).ShouldBeLessThanOrEqualTo(1);
        first.SentInFallback.Concat(second.SentInFallback).ShouldBeEmpty();
    }

    [RedisFact]
    public async Task Request_Should_UseTheConfiguredShare_When_RedisIsAbsentAtTheStart()
    {
        await using var redis = RedisProcess.Reserve();
        await using var replica = await Replica.StartAsync(redis, _sent, PerSecond, share: 0.25);

        for (var call = 0; call < 5; call++)
            await replica.CallAsync();
        _sent.MinGap().ShouldBeGreaterThanOrEqualTo(4 * Interval);

        await redis.RestartAsync();
        while (replica.SentInFallback.Count == replica.Sent)
            await replica.CallAsync();
    }

    private Task<Replica> StartAsync(RedisProcess redis) => Replica.StartAsync(redis, _sent, PerSecond);

    private static Task UntilInFallbackAsync(Replica[] replicas) => Eventually.IsTrueAsync(() => replicas.All(replica => replica.SentInFallback.Count >= 5));

    private async Task RunAsync(RedisProcess redis, Func<Replica[], Task> fail)
    {
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        await using var third = await StartAsync(redis);
        Replica[] replicas = [first, second, third];
        await Eventually.IsTrueAsync(() => replicas.All(replica => replica.Server.Replicas == Replicas));
        using var end = new CancellationTokenSource();
        var load = Task.WhenAll(replicas.Select(replica => replica.CallUntilAsync(end.Token)));
        await Eventually.IsTrueAsync(() => _sent.Count >= 10);

        await fail(replicas);

        // All of them use the budget again, and none has used its share for a while.
        var sent = replicas.ToDictionary(static replica => replica, static replica => (Fallback: replica.SentInFallback.Count, Shared: 0));
        await Eventually.IsTrueAsync(() => replicas.All(replica =>
        {
            var (fallback, shared) = (replica.SentInFallback.Count, replica.Sent - replica.SentInFallback.Count);
            if (fallback != sent[replica].Fallback || sent[replica].Shared == 0)
                sent[replica] = (fallback, shared);
            return replica.Server.IsAvailable && shared - sent[replica].Shared > 15;
        }));
        await end.CancelAsync();
        await load;

        replicas.ShouldAllBe(replica => replica.SentInFallback.MinGap() >= (Replicas * Interval) - TurnTolerance);
        _sent.MaxExcess(Interval).ShouldBeLessThanOrEqualTo(MaxExcess);
        _sent.Order().TakeLast(10).MinGap().ShouldBeGreaterThanOrEqualTo(Interval);
    }
}
