using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>An announced wait of a day: all clients are given its end, and one call a minute probes whether the wait still applies.</summary>
public sealed class AnnouncedWaitTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Start = Minute;
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);
    private static readonly CallerInfo Background = new("poller", CallPriority.Background);

    private readonly SteppedTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Request_Should_ReportTheSameEnd_When_ClientAndTimeVary(int perSecond)
    {
        using var limiter = Create(perSecond);
        var end = _time.GetUtcNow() + Day;

        limiter.Pause(null, Day).ShouldBe(Day);

        foreach (var passed in (double[])[0, 0.5, 7, 30, 49])
        {
            _time.Advance((passed * Second) - _time.Elapsed + Start);
            foreach (var caller in (CallerInfo[])[Ann, Bob, Background, Ann])
                RejectionOf(limiter.Request(caller)).ShouldBe(RateLimited(end));
            limiter.CreateExhaustedFailure().ShouldBe(RateLimited(end));
            limiter.Current.ShouldBe(new RateLimiterSnapshot(perSecond == 0 ? null : perSecond, 0, 0, end));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 5)]
    public void Request_Should_GrantOneProbeAtATime_When_MaxRetryAfterIsOver(int perSecond, int burst)
    {
        using var limiter = Create(perSecond, burst);
        var end = _time.GetUtcNow() + Day;
        limiter.Pause(null, Day);
        _time.Advance(Minute);

        var probe = limiter.Request(Ann);
        var others = Enumerable.Range(0, 3).Select(_ => limiter.Request(Bob)).ToList();
        probe.TryUse().ShouldBeTrue();
        _time.Advance(9.9 * Second);
        others.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        limiter.Current.ResetAt.ShouldBe(end);
        _time.Advance(0.1 * Second);

        others.ShouldAllBe(permit => permit.State == CallPermitState.Rejected);
        others.Select(RejectionOf).ShouldAllBe(rejection => rejection == RateLimited(end));
        limiter.Request(Bob).State.ShouldBe(CallPermitState.Waiting, "the probe is still in flight");
    }

    [Fact]
    public void Accept_Should_EndTheAnnouncedWait_When_TheProbeSucceeds()
    {
        using var limiter = Create(1);
        var probe = SendProbe(limiter);
        var waiting = limiter.Request(Bob);

        probe.Accept();
        limiter.Current.ResetAt.ShouldBe(_time.GetUtcNow() + (2 * Second), "the limit still applies");
        _time.Advance(Second);

        waiting.TryUse().ShouldBeTrue();
        probe.EndAttempt();
        _time.Advance(Second);
        limiter.Current.ShouldBe(new RateLimiterSnapshot(1, 1, 0, null));
    }

    [Fact]
    public void Pause_Should_LastForTheNewWait_When_TheProbeIsRejected()
    {
        using var limiter = Create(1);
        var probe = SendProbe(limiter);
        var waiting = limiter.Request(Bob);

        limiter.Pause(probe, 30 * Second).ShouldBe(30 * Second);
        probe.EndAttempt();

        var end = _time.GetUtcNow() + (30 * Second);
        RejectionOf(waiting).ShouldBe(RateLimited(end));
        limiter.Current.ResetAt.ShouldBe(end);
        _time.Advance(15 * Second);
        RejectionOf(limiter.Request(Background)).ShouldBe(RateLimited(end));
        _time.Advance(15 * Second);
        limiter.Request(Ann).TryUse().ShouldBeTrue();
        _time.Advance(Second);
        limiter.Request(Bob).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Pause_Should_KeepTheAnnouncedWait_When_TheNext429AnnouncesNone()
    {
        using var limiter = Create(0);
        var end = _time.GetUtcNow() + Day;
        var probe = SendProbe(limiter);

        limiter.Pause(probe, null).ShouldBe(Day - Minute);
        probe.EndAttempt();

        limiter.Current.ResetAt.ShouldBe(end);
        _time.Advance(Minute - (11 * Second));
        RejectionOf(limiter.Request(Bob)).ShouldBe(RateLimited(end));
        _time.Advance(11 * Second);
        limiter.Request(Bob).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Pause_Should_OnlyExtendTheWait_When_TheRejectedCallWasSentEarlier()
    {
        using var limiter = Create(0);
        var (early, late) = (limiter.Request(Ann), limiter.Request(Bob));
        early.TryUse();
        late.TryUse();

        limiter.Pause(early, Day);
        _time.Advance(Second);
        limiter.Pause(late, 5 * Second).ShouldBe(Day - Second);
        late.Accept();
        limiter.Current.ResetAt.ShouldBe(_time.GetUtcNow() + Day - Second, "a call that was sent earlier does not end the wait");
        limiter.Pause(late, 2 * Day).ShouldBe(2 * Day);

        RejectionOf(limiter.Request(Background)).ShouldBe(RateLimited(_time.GetUtcNow() + (2 * Day)));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("returned")]
    [InlineData("revoked")]
    [InlineData("dequeued")]
    public void Request_Should_BecomeTheNextProbe_When_TheFirstHadNoResult(string ending)
    {
        using var limiter = Create(1);
        var end = _time.GetUtcNow() + Day;
        limiter.Pause(null, Day);
        _time.Advance(Minute);
        var probe = limiter.Request(Ann);
        var next = limiter.Request(Bob);

        if (ending == "completed")
        {
            probe.TryUse();
            probe.EndAttempt();
        }
        else if (ending is "returned" or "dequeued")
        {
            probe.Dispose();
        }

        _time.Advance(ending == "revoked" ? 6 * Second : Second);
        // Lost permits are revoked when a request is made.
        limiter.Request(Background).Dispose();

        next.TryUse().ShouldBeTrue();
        probe.Accept();
        limiter.Current.ResetAt.ShouldBe(end, "a completed probe does not end the wait");
        next.Accept();
        _time.Advance(Second);
        limiter.Request(Ann).TryUse().ShouldBeTrue();
    }

    [Fact]
    public void Request_Should_BeGranted_When_TheWaitEndsDuringItsProbe()
    {
        using var limiter = Create(0);
        limiter.Pause(null, Minute + (5 * Second));
        _time.Advance(Minute);
        limiter.Request(Ann).TryUse().ShouldBeTrue();
        var (first, second) = (limiter.Request(Bob), limiter.Request(Ann));

        _time.Advance(5 * Second);

        first.TryUse().ShouldBeTrue();
        second.TryUse().ShouldBeTrue();
        limiter.Current.ResetAt.ShouldBeNull();
    }

    [Fact]
    public void Request_Should_ReportTheQueueTime_When_TheWaitIsShorterThanTheQueueTimeout()
    {
        using var limiter = Create(1);
        limiter.Pause(null, 8 * Second);
        var waiting = Enumerable.Range(0, 3).Select(_ => limiter.Request(Ann)).ToList();

        var rejected = limiter.Request(Ann);

        waiting.ShouldAllBe(permit => permit.State == CallPermitState.Waiting);
        RejectionOf(rejected).ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: 11 * Second));
        RejectionOf(limiter.Request(Bob, since: _time.GetTimestamp() - (5 * Second).Ticks)).ShouldBe(RateLimited(_time.GetUtcNow() + (8 * Second)), "the wait exceeds the rest of this request's queue timeout");
    }

    private static UpstreamFailure RejectionOf(CallPermit permit) => permit.Rejection.ShouldNotBeNull();

    // Announces a wait of a day. After a minute, Ann's call is the probe and in flight.
    private CallPermit SendProbe(UpstreamRateLimiter limiter)
    {
        limiter.Pause(null, Day);
        _time.Advance(Minute);
        var probe = limiter.Request(Ann);
        probe.TryUse().ShouldBeTrue();
        return probe;
    }

    private UpstreamFailure RateLimited(DateTimeOffset end) => new(UpstreamFailureKind.RateLimited, RetryAfter: end - _time.GetUtcNow());

    /// <summary>Creates an idle rate limiter with a queue timeout of ten seconds.</summary>
    private UpstreamRateLimiter Create(decimal perSecond, int burst = 1)
    {
        var options = new UpstreamOptions { CallsPerSecond = perSecond, RateLimitMargin = 0, Burst = burst, QueueTimeout = 10 * Second };
        var limiter = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
        _time.Advance(Start);
        return limiter;
    }
}
