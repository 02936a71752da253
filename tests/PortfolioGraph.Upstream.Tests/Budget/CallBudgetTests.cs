using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Budget;

namespace PortfolioGraph.Upstream.Tests.Budget;

public sealed class CallBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task AcquireAsync_Should_KeepAWholeSecondBetweenPermits_When_TheLimitIsOne()
    {
        using var budget = Create(1);
        (await budget.AcquireAsync(default)).ShouldBeNull();

        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        var second = budget.AcquireAsync(default).AsTask();
        second.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await second).ShouldBeNull();
    }

    [Fact]
    public async Task AcquireAsync_Should_GrantABurst_When_TimeWasQuiet()
    {
        using var budget = Create(2, burst: 3);

        for (var permit = 0; permit < 3; permit++)
            (await budget.AcquireAsync(default)).ShouldBeNull();
        var fourth = budget.AcquireAsync(default).AsTask();
        fourth.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(500));

        (await fourth).ShouldBeNull();
        budget.State.Remaining.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(499, 0)]
    [InlineData(500, 1)]
    [InlineData(1000, 2)]
    [InlineData(1500, 3)]
    [InlineData(600_000, 3)]
    public async Task State_Should_RefillToTheBurst_When_TimePasses(int milliseconds, int remaining)
    {
        using var budget = Create(2, burst: 3);
        for (var permit = 0; permit < 3; permit++)
            await budget.AcquireAsync(default);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        budget.State.Remaining.ShouldBe(remaining);
        budget.State.LimitPerSecond.ShouldBe(2);
    }

    [Fact]
    public async Task State_Should_TellWhenANewcomerIsServed_When_OthersWait()
    {
        using var budget = Create(1);
        budget.State.ResetAt.ShouldBeNull();
        await budget.AcquireAsync(default);
        budget.State.ResetAt.ShouldBe(_time.GetUtcNow().AddSeconds(1));

        var second = budget.AcquireAsync(default).AsTask();
        var third = budget.AcquireAsync(default).AsTask();

        budget.State.ShouldBe(new CallBudgetState(1, 0, 2, _time.GetUtcNow().AddSeconds(3)));
        _time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(second, third);
        budget.State.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task AcquireAsync_Should_NeverWait_When_ThereIsNoLimit()
    {
        using var budget = Create(0);

        for (var permit = 0; permit < 1000; permit++)
            (await budget.AcquireAsync(default)).ShouldBeNull();

        budget.State.ShouldBe(new CallBudgetState(null, null, 0, null));
    }

    [Fact]
    public void CallBudget_Should_LimitToOnePerSecond_When_NobodyDecided()
    {
        using var budget = new CallBudget(Options.Create(new UpstreamOptions()), _time);

        budget.State.LimitPerSecond.ShouldBe(1);
    }

    [Fact]
    public async Task AcquireAsync_Should_RefuseWithTheTimeLeft_When_TheWaitIsOver()
    {
        using var budget = Create(0.1m, wait: 5);
        await budget.AcquireAsync(default);

        var waiting = budget.AcquireAsync(default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));

        (await waiting).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(5)));
        budget.State.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task AcquireAsync_Should_RefuseAtOnce_When_NoWaitIsAllowed()
    {
        using var budget = Create(1, wait: 0);
        await budget.AcquireAsync(default);

        var refused = budget.AcquireAsync(default);

        refused.IsCompleted.ShouldBeTrue();
        (await refused).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task AcquireAsync_Should_FreeThePlace_When_AWaiterLeaves()
    {
        using var budget = Create(1);
        using var leaving = new CancellationTokenSource();
        await budget.AcquireAsync(default);
        var first = budget.AcquireAsync(leaving.Token).AsTask();
        var second = budget.AcquireAsync(default).AsTask();

        await leaving.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldBeNull();
    }

    [Fact]
    public async Task AcquireAsync_Should_NotOvertakeTheLine_When_ItsTimerIsLate()
    {
        var late = new LateTimers(_time);
        using var budget = new CallBudget(Options.Create(new UpstreamOptions { CallsPerSecond = 1 }), late);
        await budget.AcquireAsync(default);
        var first = budget.AcquireAsync(default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1));
        var newcomer = budget.AcquireAsync(default).AsTask();
        newcomer.IsCompleted.ShouldBeFalse();
        late.FireAll();

        first.IsCompleted.ShouldBeTrue();
        newcomer.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task AcquireAsync_Should_TakeNoPermit_When_ItsCallerHasLeftBefore()
    {
        using var budget = Create(1);

        await Should.ThrowAsync<OperationCanceledException>(async () => await budget.AcquireAsync(new CancellationToken(true)));

        budget.State.Remaining.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task AcquireAsync_Should_NeitherBurstNorFreeze_When_TheWallClockJumps(int hours)
    {
        using var budget = Create(1);
        await budget.AcquireAsync(default);
        var second = budget.AcquireAsync(default).AsTask();
        var third = budget.AcquireAsync(default).AsTask();

        _time.ShiftWallClock(TimeSpan.FromHours(hours));
        second.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        second.IsCompleted.ShouldBeTrue();
        third.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await third).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Pause_Should_HoldEveryoneBack_When_TheUpstreamComplains(int perSecond)
    {
        using var budget = Create(perSecond, burst: 5);
        budget.Pause(TimeSpan.FromSeconds(3));
        budget.Pause(TimeSpan.FromSeconds(1));

        var waiting = Enumerable.Range(0, 3).Select(_ => budget.AcquireAsync(default).AsTask()).ToList();
        budget.State.Remaining.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        waiting.ShouldAllBe(permit => !permit.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        // With a limit the first goes alone, whatever the burst.
        waiting.Count(permit => permit.IsCompleted).ShouldBe(perSecond == 0 ? 3 : 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await Task.WhenAll(waiting)).ShouldAllBe(failure => failure == null);
    }

    [Fact]
    public async Task Pause_Should_HoldBackThoseWhoWait_When_ItComesWhileTheyDo()
    {
        using var budget = Create(1);
        await budget.AcquireAsync(default);
        var waiting = budget.AcquireAsync(default).AsTask();

        budget.Pause(TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(3));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task Pause_Should_EndAfterTheLongest_When_ADayIsAsked()
    {
        using var budget = Create(1, wait: 20);
        budget.Pause(TimeSpan.FromDays(1));

        (await budget.AcquireAsync(default)).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromMinutes(1));

        (await budget.AcquireAsync(default)).ShouldBeNull();
    }

    private CallBudget Create(decimal perSecond, int burst = 1, int wait = 60) => new(
        Options.Create(new UpstreamOptions { CallsPerSecond = perSecond, Burst = burst, BudgetWait = TimeSpan.FromSeconds(wait) }),
        _time);

    /// <summary>A busy machine: time has passed, the timers have not run yet.</summary>
    private sealed class LateTimers(FakeTimeProvider time) : TimeProvider
    {
        private readonly FakeTimeProvider _timers = new();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _timers.CreateTimer(callback, state, dueTime, period);

        public void FireAll() => _timers.Advance(TimeSpan.FromSeconds(1));
    }
}
