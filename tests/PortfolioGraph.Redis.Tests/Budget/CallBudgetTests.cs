using System.Collections.Concurrent;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Redis.Tests.Budget;

/// <summary>Replicas that share one account through a real Redis server.</summary>
public sealed class CallBudgetTests
{
    private const int PerSecond = 50;

    // With the default margin of the limit.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.02 / PerSecond);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

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
        replicas.ShouldAllBe(replica => replica.SentInFallback.IsEmpty);
    }

    [RedisFact]
    public async Task MarkSent_Should_AllowABurstOfAllReplicas_When_TheBurstIsThree()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis, burst: 3);
        await using var second = await StartAsync(redis, burst: 3);

        await Task.WhenAll(Enumerable.Range(0, 15).SelectMany(_ => new[] { first.CallAsync(), second.CallAsync() }));

        _sent.MaxExcess(Interval).ShouldBeLessThanOrEqualTo(2);
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

    [RedisFact]
    public async Task Request_Should_StayFairAmongClients_When_SlotsAreShared()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsync(redis);
        var flood = Enumerable.Range(0, 60).Select(_ => replica.CallAsync("ann")).ToList();
        await Task.WhenAny(flood);

        for (var call = 0; call < 5; call++)
            await replica.CallAsync("bob");

        replica.Sent.ShouldBeLessThanOrEqualTo(14);
    }

    [RedisFact]
    public async Task Request_Should_PreferInteractiveCallers_When_AnotherReplicaHasBackgroundCallersOnly()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var polling = await StartAsync(redis);
        await using var serving = await StartAsync(redis);
        var polls = Enumerable.Range(0, 30).Select(_ => polling.CallAsync("poller", CallPriority.Background)).ToList();
        await Task.WhenAny(polls);
        var before = polling.Sent;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => serving.CallAsync()));

        // One in five.
        (polling.Sent - before).ShouldBeInRange(4, 8);
    }

    [RedisFact]
    public async Task Dispose_Should_FreeTheSlot_When_ThePermitWasNotUsed()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        var unused = await first.GrantAsync();
        var call = second.CallAsync();
        await second.UntilListedAsync();
        call.IsCompleted.ShouldBeFalse("the slot in flight is the whole burst");

        unused.Dispose();

        // The first replica would renew the slot for ever.
        await call.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [RedisFact]
    public async Task Request_Should_BeGranted_When_AnotherReplicaDiedWithASlotAndATurn()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var holder = await StartAsync(redis);
        await using var waiting = await StartAsync(redis);
        await using var survivor = await StartAsync(redis);
        var held = await holder.GrantAsync();
        var turn = waiting.CallAsync();
        await waiting.UntilListedAsync();

        await holder.DieAsync();
        await waiting.DieAsync();
        await survivor.CallAsync().WaitAsync(TimeSpan.FromSeconds(20));

        survivor.SentInFallback.ShouldBeEmpty();
        holder.Send(held).ShouldBeFalse("the others no longer wait for its call");
        turn.IsCompleted.ShouldBe(waiting.SentInFallback.Count == 1);
    }

    [RedisFact]
    public async Task Pause_Should_StopAllReplicasAndAllowOneProbe_When_OneReplicaGotA429()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        var rejected = await first.GrantAsync();
        first.Send(rejected).ShouldBeTrue();

        first.Limiter.Pause(rejected, Day);
        await Eventually.IsTrueAsync(() => second.Limiter.Current.ResetAt is not null);

        second.Limiter.CreateExhaustedFailure().Kind.ShouldBe(UpstreamFailureKind.RateLimited);
        (second.Limiter.CreateExhaustedFailure().RetryAfter > Day - TimeSpan.FromMinutes(1)).ShouldBeTrue();

        var ofFirst = first.GrantAsync();
        var ofSecond = second.GrantAsync();
        var probe = await await Task.WhenAny(ofFirst, ofSecond);
        var (other, replica) = probe == (ofFirst.IsCompleted ? await ofFirst : null) ? (ofSecond, first) : (ofFirst, second);
        await (replica == first ? second : first).UntilListedAsync();
        other.IsCompleted.ShouldBeFalse("the probe is in flight");
        replica.Send(probe).ShouldBeTrue();

        await other.WaitAsync(TimeSpan.FromSeconds(20));
        await Eventually.IsTrueAsync(() => first.Limiter.CreateExhaustedFailure().Kind == UpstreamFailureKind.BudgetExhausted
            && second.Limiter.CreateExhaustedFailure().Kind == UpstreamFailureKind.BudgetExhausted);
    }

    [RedisFact]
    public async Task Pause_Should_BeShared_When_ThereIsNoLimit()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis, perSecond: 0);
        await using var second = await StartAsync(redis, perSecond: 0);
        for (var call = 0; call < 100; call++)
            first.Limiter.Request(CallerInfo.Unknown).State.ShouldBe(CallPermitState.Granted);

        first.Limiter.Pause(null, Day);
        await Eventually.IsTrueAsync(() => second.Limiter.Current.Remaining == 0);
        await using var later = await StartAsync(redis, perSecond: 0);
        await Eventually.IsTrueAsync(() => later.Limiter.Current.Remaining == 0);

        // After MaxRetryAfter one call of all replicas is the probe.
        await second.CallAsync();
        await Eventually.IsTrueAsync(() => first.Limiter.Current.Remaining is null && later.Limiter.Current.Remaining is null);
    }

    // Redis does not fail here, so a process that starts slowly must not use the fallback.
    private Task<Replica> StartAsync(RedisProcess redis, decimal perSecond = PerSecond, int burst = 1) =>
        Replica.StartAsync(redis, _sent, perSecond, burst, timeout: TimeSpan.FromSeconds(5));
}
