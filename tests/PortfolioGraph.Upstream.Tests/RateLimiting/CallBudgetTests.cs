using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

public sealed class CallBudgetTests
{
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public void Request_Should_KeepAWholeSecondBetweenPermits_When_TheLimitIsOne()
    {
        using var budget = Create(1);
        Use(budget);

        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        using var second = Request(budget);
        second.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        second.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void Request_Should_GrantABurst_When_TimeWasQuiet()
    {
        using var budget = Create(2, burst: 3);

        for (var permit = 0; permit < 3; permit++)
            Use(budget);
        using var fourth = Request(budget);
        fourth.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromMilliseconds(500));

        fourth.State.ShouldBe(CallPermitState.Granted);
        budget.Current.Remaining.ShouldBe(0);
    }

    [Fact]
    public void Request_Should_GrantNothingForAnInterval_When_TheProcessHasJustStarted()
    {
        using var budget = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 2, RateLimitMargin = 0, Burst = 3 }), _time, UnobservedMetrics.Upstream);

        using var first = Request(budget);
        using var second = Request(budget);
        _time.Advance(TimeSpan.FromMilliseconds(500) - TimeSpan.FromTicks(1));
        first.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromTicks(1));

        first.State.ShouldBe(CallPermitState.Granted);
        second.State.ShouldBe(CallPermitState.Waiting, "no burst was saved up before the start");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(499, 0)]
    [InlineData(500, 1)]
    [InlineData(1000, 2)]
    [InlineData(1500, 3)]
    [InlineData(600_000, 3)]
    public void State_Should_RefillToTheBurst_When_TimePasses(int milliseconds, int remaining)
    {
        using var budget = Create(2, burst: 3);
        for (var permit = 0; permit < 3; permit++)
            Use(budget);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        budget.Current.Remaining.ShouldBe(remaining);
        budget.Current.LimitPerSecond.ShouldBe(2);
    }

    [Fact]
    public void State_Should_TellWhenANewcomerIsServed_When_OthersWait()
    {
        using var budget = Create(1);
        budget.Current.ResetAt.ShouldBeNull();
        Use(budget);
        budget.Current.ResetAt.ShouldBe(_time.GetUtcNow().AddSeconds(1));

        using var second = Request(budget);
        using var third = Request(budget);

        budget.Current.ShouldBe(new RateLimiterSnapshot(1, 0, 2, _time.GetUtcNow().AddSeconds(3)));
        _time.Advance(TimeSpan.FromSeconds(1));
        second.TryUse().ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        third.TryUse().ShouldBeTrue();
        budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public void Request_Should_NeverWait_When_ThereIsNoLimit()
    {
        using var budget = Create(0);

        for (var permit = 0; permit < 1000; permit++)
            Use(budget);

        budget.Current.ShouldBe(new RateLimiterSnapshot(null, null, 0, null));
    }

    [Fact]
    public void CallBudget_Should_LimitToOnePerSecond_When_NobodyDecided()
    {
        using var budget = new UpstreamRateLimiter(Options.Create(new UpstreamOptions()), _time, UnobservedMetrics.Upstream);

        budget.Current.LimitPerSecond.ShouldBe(1);
    }

    [Fact]
    public async Task Request_Should_BeRefusedAtOnce_When_ItsTurnWouldComeTooLate()
    {
        using var budget = Create(0.1m, wait: 5);
        Use(budget);

        using var refused = Request(budget);

        refused.State.ShouldBe(CallPermitState.Rejected);
        (await refused.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(10)));
        (await refused.FirstWaiter.Outcome).ShouldBe(await refused.WaitAsync(default));
        budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Request_Should_BeRefusedWithTheTimeLeft_When_OthersTookItsTurns()
    {
        using var budget = Create(1, wait: 3);
        Use(budget);
        var own = Enumerable.Range(0, 3).Select(_ => Request(budget)).ToList();
        using var other = budget.Request(Of("other"));

        for (var second = 0; second < 3; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            own.Append(other).Count(permit => permit.TryUse()).ShouldBe(1);
        }

        own.Select(permit => permit.State).ShouldBe([CallPermitState.Used, CallPermitState.Used, CallPermitState.Rejected]);
        other.State.ShouldBe(CallPermitState.Used);
        (await own[2].WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(1)));
        budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Request_Should_BeRefusedAtOnce_When_NoWaitIsAllowed()
    {
        using var budget = Create(1, wait: 0);
        Use(budget);

        using var refused = Request(budget);

        refused.State.ShouldBe(CallPermitState.Rejected);
        (await refused.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task WaitAsync_Should_FreeThePlaceAtOnce_When_TheWaiterLeaves()
    {
        using var budget = Create(1);
        using var leaving = new CancellationTokenSource();
        Use(budget);
        using var first = Request(budget);
        using var second = Request(budget);
        var wait = first.WaitAsync(leaving.Token).AsTask();

        leaving.Cancel();
        budget.Current.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        second.State.ShouldBe(CallPermitState.Granted);
        (await Should.ThrowAsync<OperationCanceledException>(wait)).CancellationToken.ShouldBe(leaving.Token);
        first.State.ShouldBe(CallPermitState.Returned);
    }

    [Fact]
    public void Request_Should_NotOvertakeTheLine_When_ItsTimerIsLate()
    {
        var late = new LateTimers(_time);
        using var budget = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0 }), late, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromSeconds(1));
        Use(budget);
        using var first = Request(budget);

        _time.Advance(TimeSpan.FromSeconds(1));
        using var newcomer = Request(budget);
        newcomer.State.ShouldBe(CallPermitState.Waiting);
        late.FireAll();

        first.State.ShouldBe(CallPermitState.Granted);
        newcomer.State.ShouldBe(CallPermitState.Waiting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Request_Should_NeitherBurstNorFreeze_When_TheWallClockJumps(int hours)
    {
        using var budget = Create(1);
        Use(budget);
        using var second = Request(budget);
        using var third = Request(budget);

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
    public void Pause_Should_HoldEveryoneBack_When_TheUpstreamComplains(int perSecond)
    {
        using var budget = Create(perSecond, burst: 5);
        budget.Pause(null, TimeSpan.FromSeconds(3));
        budget.Pause(null, TimeSpan.FromSeconds(1));

        var waiting = Enumerable.Range(0, 3).Select(_ => Request(budget)).ToList();
        budget.Current.Remaining.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        waiting.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromTicks(1));

        // With a limit the first goes alone, whatever the burst.
        waiting.Count(permit => permit.TryUse()).ShouldBe(perSecond == 0 ? 3 : 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        waiting.Count(permit => permit.TryUse()).ShouldBe(perSecond == 0 ? 0 : 2);
    }

    [Fact]
    public void Pause_Should_HoldBackThoseWhoWait_When_ItComesWhileTheyDo()
    {
        using var budget = Create(1);
        Use(budget);
        using var waiting = Request(budget);

        budget.Pause(null, TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(3));
        waiting.State.ShouldBe(CallPermitState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(1));

        waiting.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public async Task Pause_Should_RefuseThoseWhoWaitAtOnce_When_ItOutlastsTheirPatience()
    {
        using var budget = Create(1, wait: 5);
        Use(budget);
        using var early = Request(budget);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        using var late = Request(budget);

        budget.Pause(null, TimeSpan.FromSeconds(4.8));

        (await early.WaitAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(4.8)));
        late.State.ShouldBe(CallPermitState.Waiting);
    }

    private static CallerInfo Of(string client, CallPriority priority = CallPriority.Interactive) => new(client, priority);

    private static CallPermit Request(UpstreamRateLimiter budget) => budget.Request(CallerInfo.Unknown);

    private static void Use(UpstreamRateLimiter budget) => Request(budget).TryUse().ShouldBeTrue();

    /// <summary>A budget after a quiet time.</summary>
    private UpstreamRateLimiter Create(decimal perSecond, int burst = 1, int wait = 60)
    {
        var options = new UpstreamOptions { CallsPerSecond = perSecond, RateLimitMargin = 0, Burst = burst, QueueTimeout = TimeSpan.FromSeconds(wait) };
        var budget = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromMinutes(1));
        return budget;
    }

    /// <summary>A busy machine: time has passed, the timers have not run yet.</summary>
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
