using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>A wait of a day: all clients get its end, and one call a minute probes whether it still holds.</summary>
public sealed class AnnouncedWaitTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Started = Minute;
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);
    private static readonly CallerInfo Poller = new("poller", CallPriority.Background);

    private readonly SteppedTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Request_Should_GetTheSameEnd_When_AnyClientAsksAtAnyTime(int perSecond)
    {
        using var budget = Create(perSecond);
        var end = _time.GetUtcNow() + Day;

        budget.Pause(null, Day).ShouldBe(Day);

        foreach (var passed in (double[])[0, 0.5, 7, 30, 49])
        {
            _time.Advance((passed * Second) - _time.Elapsed + Started);
            foreach (var origin in (CallerInfo[])[Ann, Bob, Poller, Ann])
                RefusalOf(budget.Request(origin)).ShouldBe(Told(end));
            budget.CreateExhaustedFailure().ShouldBe(Told(end));
            budget.Current.ShouldBe(new RateLimiterSnapshot(perSecond == 0 ? null : perSecond, 0, 0, end));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 5)]
    public void Request_Should_BeAProbeOneAtATime_When_TheLongestPauseIsOver(int perSecond, int burst)
    {
        using var budget = Create(perSecond, burst);
        var end = _time.GetUtcNow() + Day;
        budget.Pause(null, Day);
        _time.Advance(Minute);

        var probe = budget.Request(Ann);
        var others = Enumerable.Range(0, 3).Select(_ => budget.Request(Bob)).ToList();
        probe.TryUse().ShouldBeTrue();
        _time.Advance(9.9 * Second);
        others.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        budget.Current.ResetAt.ShouldBe(end);
        _time.Advance(0.1 * Second);

        others.ShouldAllBe(permit => permit.State == CallPermitState.Rejected);
        others.Select(RefusalOf).ShouldAllBe(refusal => refusal == Told(end));
        budget.Request(Bob).State.ShouldBe(CallPermitState.Waiting, "the probe is still in flight");
    }

    [Fact]
    public void Accept_Should_EndTheWaitForAll_When_TheProbeIsAnswered()
    {
        using var budget = Create(1);
        var probe = SendProbe(budget);
        var waiting = budget.Request(Bob);

        probe.Accept();
        budget.Current.ResetAt.ShouldBe(_time.GetUtcNow() + (2 * Second), "the limit holds as ever");
        _time.Advance(Second);

        waiting.TryUse().ShouldBeTrue();
        probe.Complete();
        _time.Advance(Second);
        budget.Current.ShouldBe(new RateLimiterSnapshot(1, 1, 0, null));
    }

    [Fact]
    public void Pause_Should_HoldForTheNewWait_When_TheProbeIsRefused()
    {
        using var budget = Create(1);
        var probe = SendProbe(budget);
        var waiting = budget.Request(Bob);

        budget.Pause(probe, 30 * Second).ShouldBe(30 * Second);
        probe.Complete();

        var end = _time.GetUtcNow() + (30 * Second);
        RefusalOf(waiting).ShouldBe(Told(end));
        budget.Current.ResetAt.ShouldBe(end);
        _time.Advance(15 * Second);
        RefusalOf(budget.Request(Poller)).ShouldBe(Told(end));
        _time.Advance(15 * Second);
        budget.Request(Ann).TryUse().ShouldBeTrue();
        _time.Advance(Second);
        budget.Request(Bob).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Pause_Should_LeaveTheNamedWait_When_TheNextRefusalNamesNone()
    {
        using var budget = Create(0);
        var end = _time.GetUtcNow() + Day;
        var probe = SendProbe(budget);

        budget.Pause(probe, null).ShouldBe(Day - Minute);
        probe.Complete();

        budget.Current.ResetAt.ShouldBe(end);
        _time.Advance(Minute - (11 * Second));
        RefusalOf(budget.Request(Bob)).ShouldBe(Told(end));
        _time.Advance(11 * Second);
        budget.Request(Bob).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Pause_Should_OnlyLengthenTheWait_When_TheRefusedCallLeftBefore()
    {
        using var budget = Create(0);
        var (early, late) = (budget.Request(Ann), budget.Request(Bob));
        early.TryUse();
        late.TryUse();

        budget.Pause(early, Day);
        _time.Advance(Second);
        budget.Pause(late, 5 * Second).ShouldBe(Day - Second);
        late.Accept();
        budget.Current.ResetAt.ShouldBe(_time.GetUtcNow() + Day - Second, "an answer to a call that left before says nothing of the wait");
        budget.Pause(late, 2 * Day).ShouldBe(2 * Day);

        RefusalOf(budget.Request(Poller)).ShouldBe(Told(_time.GetUtcNow() + (2 * Day)));
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("given back")]
    [InlineData("forgotten")]
    [InlineData("left the line")]
    public void Request_Should_BeTheNextProbe_When_TheFirstHadNoResult(string how)
    {
        using var budget = Create(1);
        var end = _time.GetUtcNow() + Day;
        budget.Pause(null, Day);
        _time.Advance(Minute);
        var probe = budget.Request(Ann);
        var next = budget.Request(Bob);

        if (how == "ended")
        {
            probe.TryUse();
            probe.Complete();
        }
        else if (how is "given back" or "left the line")
        {
            probe.Dispose();
        }

        _time.Advance(how == "forgotten" ? 6 * Second : Second);
        // Forgotten permits are looked at when a request comes.
        budget.Request(Poller).Dispose();

        next.TryUse().ShouldBeTrue();
        probe.Accept();
        budget.Current.ResetAt.ShouldBe(end, "a probe that is over says nothing");
        next.Accept();
        _time.Advance(Second);
        budget.Request(Ann).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Request_Should_BeGrantedAsEver_When_TheWaitEndsDuringItsProbe()
    {
        using var budget = Create(0);
        budget.Pause(null, Minute + (5 * Second));
        _time.Advance(Minute);
        budget.Request(Ann).TryUse().ShouldBeTrue();
        var (first, second) = (budget.Request(Bob), budget.Request(Ann));

        _time.Advance(5 * Second);

        first.TryUse().ShouldBeTrue();
        second.TryUse().ShouldBeTrue();
        budget.Current.ResetAt.ShouldBeNull();
    }

    [Fact]
    public void Request_Should_GetTheTimeOfTheLine_When_TheWaitIsShorterThanItsPatience()
    {
        using var budget = Create(1);
        budget.Pause(null, 8 * Second);
        var waiting = Enumerable.Range(0, 3).Select(_ => budget.Request(Ann)).ToList();

        var refused = budget.Request(Ann);

        waiting.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        RefusalOf(refused).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: 11 * Second));
        RefusalOf(budget.Request(Bob, since: _time.GetTimestamp() - (5 * Second).Ticks)).ShouldBe(Told(_time.GetUtcNow() + (8 * Second)), "for its own patience the wait alone is too long");
    }

    private static UpstreamFailure RefusalOf(CallPermit permit) => permit.Rejection.ShouldNotBeNull();

    // A minute into a wait of a day: Ann's call is the probe, and is on its way.
    private CallPermit SendProbe(UpstreamRateLimiter budget)
    {
        budget.Pause(null, Day);
        _time.Advance(Minute);
        var probe = budget.Request(Ann);
        probe.TryUse().ShouldBeTrue();
        return probe;
    }

    private UpstreamFailure Told(DateTimeOffset end) => new(UpstreamFailureKind.RateLimited, RetryAfter: end - _time.GetUtcNow());

    /// <summary>A budget after a quiet time, whose callers wait for ten seconds.</summary>
    private UpstreamRateLimiter Create(decimal perSecond, int burst = 1)
    {
        var options = new UpstreamOptions { CallsPerSecond = perSecond, RateLimitMargin = 0, Burst = burst, QueueTimeout = 10 * Second };
        var budget = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
        _time.Advance(Started);
        return budget;
    }
}
