using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

public sealed class UpstreamRateLimiterTests
{
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public void Request_Should_SpacePermitsByASecond_When_TheLimitIsOne()
    {
        using var limiter = Create(1);
        UsePermit(limiter);

        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        using var second = Request(limiter);
        second.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        second.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void Request_Should_GrantABurst_When_TheLimiterWasIdle()
    {
        using var limiter = Create(2, burst: 3);

        for (var permit = 0; permit < 3; permit++)
            UsePermit(limiter);
        using var fourth = Request(limiter);
        fourth.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromMilliseconds(500));

        fourth.State.ShouldBe(CallPermitState.Granted);
        limiter.Current.Remaining.ShouldBe(0);
    }

    [Fact]
    public void Request_Should_GrantNothingForAnInterval_When_TheProcessHasJustStarted()
    {
        using var limiter = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 2, RateLimitMargin = 0, Burst = 3 }), _time, UnobservedMetrics.Upstream);

        using var first = Request(limiter);
        using var second = Request(limiter);
        _time.Advance(TimeSpan.FromMilliseconds(500) - TimeSpan.FromTicks(1));
        first.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromTicks(1));

        first.State.ShouldBe(CallPermitState.Granted);
        second.State.ShouldBe(CallPermitState.Waiting, "the bucket is empty at the start");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(499, 0)]
    [InlineData(500, 1)]
    [InlineData(1000, 2)]
    [InlineData(1500, 3)]
    [InlineData(600_000, 3)]
    public void Current_Should_RefillToTheBurst_When_TimePasses(int milliseconds, int remaining)
    {
        using var limiter = Create(2, burst: 3);
        for (var permit = 0; permit < 3; permit++)
            UsePermit(limiter);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        limiter.Current.Remaining.ShouldBe(remaining);
        limiter.Current.LimitPerSecond.ShouldBe(2);
    }

    [Fact]
    public void Current_Should_ReportWhenTheNextRequestIsGranted_When_OthersWait()
    {
        using var limiter = Create(1);
        limiter.Current.ResetAt.ShouldBeNull();
        UsePermit(limiter);
        limiter.Current.ResetAt.ShouldBe(_time.GetUtcNow().AddSeconds(1));

        using var second = Request(limiter);
        using var third = Request(limiter);

        limiter.Current.ShouldBe(new RateLimiterSnapshot(1, 0, 2, _time.GetUtcNow().AddSeconds(3)));
        _time.Advance(TimeSpan.FromSeconds(1));
        second.TryUse().ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        third.TryUse().ShouldBeTrue();
        limiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public void Request_Should_NeverWait_When_ThereIsNoLimit()
    {
        using var limiter = Create(0);

        for (var permit = 0; permit < 1000; permit++)
            UsePermit(limiter);

        limiter.Current.ShouldBe(new RateLimiterSnapshot(null, null, 0, null));
    }

    [Fact]
    public async Task TryUse_Should_SucceedOnce_When_ThereIsNoLimit()
    {
        using var limiter = Create(0);
        using var permit = Request(limiter);
        permit.State.ShouldBe(CallPermitState.Granted);
        (await permit.WaitAsync(CancellationToken.None)).ShouldBeNull();
        (await permit.FirstWaiter.Outcome).ShouldBeNull();

        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(permit.TryUse)));

        uses.Count(static isUsed => isUsed).ShouldBe(1);
        permit.Dispose();
        permit.State.ShouldBe(CallPermitState.Used);
    }

    [Fact]
    public async Task TryUse_Should_Fail_When_APermitWithoutLimitWasReturned()
    {
        using var limiter = Create(0);
        var permit = Request(limiter);

        permit.Dispose();

        permit.State.ShouldBe(CallPermitState.Returned);
        permit.TryUse().ShouldBeFalse();
        (await permit.WaitAsync(CancellationToken.None)).ShouldBeNull("it had been granted");
    }

    [Fact]
    public void Request_Should_BeQueuedUntilTheEnd_When_AWaitIsAnnouncedWithoutALimit()
    {
        using var limiter = Create(0);
        using var sent = Request(limiter);
        sent.TryUse().ShouldBeTrue();
        limiter.Pause(sent, TimeSpan.FromSeconds(2));

        using var first = Request(limiter);
        using var second = Request(limiter);
        first.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(2));
        first.State.ShouldBe(CallPermitState.Granted);
        second.State.ShouldBe(CallPermitState.Granted);

        for (var permit = 0; permit < 100; permit++)
            UsePermit(limiter);
        limiter.Current.ShouldBe(new RateLimiterSnapshot(null, null, 0, null));
    }

    [Fact]
    public void Current_Should_ReportOneCallPerSecond_When_NoLimitIsConfigured()
    {
        using var limiter = new UpstreamRateLimiter(Options.Create(new UpstreamOptions()), _time, UnobservedMetrics.Upstream);

        limiter.Current.LimitPerSecond.ShouldBe(1);
    }

    [Fact]
    public async Task Request_Should_BeRejectedAtOnce_When_ThePermitWouldBeDueTooLate()
    {
        using var limiter = Create(0.1m, timeoutSeconds: 5);
        UsePermit(limiter);

        using var rejected = Request(limiter);

        rejected.State.ShouldBe(CallPermitState.Rejected);
        (await rejected.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(10)));
        (await rejected.FirstWaiter.Outcome).ShouldBe(await rejected.WaitAsync(default));
        limiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Request_Should_BeRejectedWithTheRemainingTime_When_AnotherClientIsServedFirst()
    {
        using var limiter = Create(1, timeoutSeconds: 3);
        UsePermit(limiter);
        var own = Enumerable.Range(0, 3).Select(_ => Request(limiter)).ToList();
        using var other = limiter.Request(Interactive("other"));

        for (var second = 0; second < 3; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            own.Append(other).Count(permit => permit.TryUse()).ShouldBe(1);
        }

        own.Select(permit => permit.State).ShouldBe([CallPermitState.Used, CallPermitState.Used, CallPermitState.Rejected]);
        other.State.ShouldBe(CallPermitState.Used);
        (await own[2].WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(1)));
        limiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Request_Should_BeRejectedAtOnce_When_TheQueueTimeoutIsZero()
    {
        using var limiter = Create(1, timeoutSeconds: 0);
        UsePermit(limiter);

        using var rejected = Request(limiter);

        rejected.State.ShouldBe(CallPermitState.Rejected);
        (await rejected.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task WaitAsync_Should_RemoveTheWaiterAtOnce_When_ItIsCancelled()
    {
        using var limiter = Create(1);
        using var cancellation = new CancellationTokenSource();
        UsePermit(limiter);
        using var first = Request(limiter);
        using var second = Request(limiter);
        var wait = first.WaitAsync(cancellation.Token).AsTask();

        cancellation.Cancel();
        limiter.Current.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        second.State.ShouldBe(CallPermitState.Granted);
        (await Should.ThrowAsync<OperationCanceledException>(wait)).CancellationToken.ShouldBe(cancellation.Token);
        first.State.ShouldBe(CallPermitState.Returned);
    }

    [Fact]
    public void Request_Should_NotOvertakeTheQueue_When_TheTimerIsLate()
    {
        var late = new LateTimers(_time);
        using var limiter = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0 }), late, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromSeconds(1));
        UsePermit(limiter);
        using var first = Request(limiter);

        _time.Advance(TimeSpan.FromSeconds(1));
        using var third = Request(limiter);
        third.State.ShouldBe(CallPermitState.Waiting);
        late.FireAll();

        first.State.ShouldBe(CallPermitState.Granted);
        third.State.ShouldBe(CallPermitState.Waiting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Request_Should_NeitherBurstNorStall_When_TheWallClockJumps(int hours)
    {
        using var limiter = Create(1);
        UsePermit(limiter);
        using var second = Request(limiter);
        using var third = Request(limiter);

        _time.ShiftWallClock(TimeSpan.FromHours(hours));
        second.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(1));
        second.TryUse().ShouldBeTrue();
        third.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(1));

        third.State.ShouldBe(CallPermitState.Granted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Pause_Should_DelayNewRequests_When_TheUpstreamReturns429(int perSecond)
    {
        using var limiter = Create(perSecond, burst: 5);
        limiter.Pause(null, TimeSpan.FromSeconds(3));
        limiter.Pause(null, TimeSpan.FromSeconds(1));

        var waiting = Enumerable.Range(0, 3).Select(_ => Request(limiter)).ToList();
        limiter.Current.Remaining.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        waiting.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromTicks(1));

        // With a limit only one call follows the pause at first, whatever the burst.
        waiting.Count(permit => permit.TryUse()).ShouldBe(perSecond == 0 ? 3 : 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        waiting.Count(permit => permit.TryUse()).ShouldBe(perSecond == 0 ? 0 : 2);
    }

    [Fact]
    public void Pause_Should_DelayQueuedPermits_When_TheUpstreamReturns429()
    {
        using var limiter = Create(1);
        UsePermit(limiter);
        using var waiting = Request(limiter);

        limiter.Pause(null, TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(3));
        waiting.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(1));

        waiting.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public async Task Pause_Should_RejectQueuedPermitsAtOnce_When_ItOutlastsTheQueueTimeout()
    {
        using var limiter = Create(1, timeoutSeconds: 5);
        UsePermit(limiter);
        using var early = Request(limiter);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        using var late = Request(limiter);

        limiter.Pause(null, TimeSpan.FromSeconds(4.8));

        (await early.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(4.8)));
        late.State.ShouldBe(CallPermitState.Waiting);
    }

    private static CallerInfo Interactive(string client) => new(client, CallPriority.Interactive);

    private static CallPermit Request(UpstreamRateLimiter limiter) => limiter.Request(CallerInfo.Unknown);

    private static void UsePermit(UpstreamRateLimiter limiter) => Request(limiter).TryUse().ShouldBeTrue();

    /// <summary>Creates an idle rate limiter.</summary>
    private UpstreamRateLimiter Create(decimal perSecond, int burst = 1, int timeoutSeconds = 60)
    {
        var options = new UpstreamOptions { CallsPerSecond = perSecond, RateLimitMargin = 0, Burst = burst, QueueTimeout = TimeSpan.FromSeconds(timeoutSeconds) };
        var limiter = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromMinutes(1));
        return limiter;
    }

    /// <summary>Simulates a busy machine, whose timers fire late.</summary>
    private sealed class LateTimers(SteppedTimeProvider time) : TimeProvider
    {
        private readonly SteppedTimeProvider _timers = new();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _timers.CreateTimer(callback, state, dueTime, period);

        public void FireAll() => _timers.Advance(TimeSpan.FromSeconds(1));
    }
}
