using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Permits that are shared by several waiters, returned or revoked.</summary>
public sealed class CallPermitTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);
    private static readonly CallerInfo Background = new("poller", CallPriority.Background);

    private readonly SteppedTimeProvider _time = new();
    private readonly UpstreamRateLimiter _limiter;

    public CallPermitTests()
    {
        _limiter = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0, QueueTimeout = 5 * Second }), _time, UnobservedMetrics.Upstream);
        _time.Advance(Second);
        _limiter.Request(CallerInfo.Unknown).TryUse().ShouldBeTrue();
    }

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void AddWaiter_Should_GrantThePermitOnce_When_TheSecondWaiterIsServedFirst()
    {
        var first = _limiter.Request(Ann);
        var second = _limiter.Request(Ann);
        var shared = _limiter.Request(Ann);
        var bobsWaiter = shared.AddWaiter(Bob);
        _limiter.Current.Waiting.ShouldBe(3);

        Advance(Second);
        first.TryUse().ShouldBeTrue();
        Advance(Second);
        shared.TryUse().ShouldBeTrue();
        bobsWaiter.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
        shared.FirstWaiter.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
        Advance(Second);

        second.TryUse().ShouldBeTrue();
        _limiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public void AddWaiter_Should_RaiseThePriority_When_AnInteractiveWaiterJoinsABackgroundCall()
    {
        var background = _limiter.Request(Background);
        var ann = _limiter.Request(Ann);
        background.AddWaiter(Bob);

        Advance(Second);
        ann.TryUse().ShouldBeTrue();
        var late = _limiter.Request(Ann);
        Advance(Second);

        background.State.ShouldBe(CallPermitState.Granted);
        late.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void AddWaiter_Should_KeepTheOtherWaiter_When_TheFirstIsDisposed()
    {
        var shared = _limiter.Request(Ann);
        Advance(Second / 2);
        var since = _time.GetTimestamp();
        var bobsWaiter = shared.AddWaiter(Bob);

        shared.FirstWaiter.Dispose();
        shared.FirstWaiter.Outcome.IsCanceled.ShouldBeTrue();
        shared.RequestedAt.ShouldBe(since);
        _limiter.Current.Waiting.ShouldBe(1);
        Advance(Second / 2);

        shared.State.ShouldBe(CallPermitState.Granted);
        shared.RequestedAt.ShouldBe(since);
        bobsWaiter.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task AddWaiter_Should_RemoveThePermit_When_TheLastWaiterIsDisposed()
    {
        var shared = _limiter.Request(Ann);
        var bobsWaiter = shared.AddWaiter(Bob);

        bobsWaiter.Dispose();
        shared.State.ShouldBe(CallPermitState.Waiting);
        shared.FirstWaiter.Dispose();

        shared.State.ShouldBe(CallPermitState.Returned);
        _limiter.Current.Waiting.ShouldBe(0);
        await Should.ThrowAsync<OperationCanceledException>(shared.WaitAsync(default).AsTask());
        shared.AddWaiter(Bob).Outcome.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task AddWaiter_Should_TimeOutEachWaiterSeparately_When_TheyJoinedAtDifferentTimes()
    {
        for (var other = 0; other < 4; other++)
            _limiter.Request(new CallerInfo($"other {other}", CallPriority.Interactive));
        var shared = _limiter.Request(Ann);
        Advance(0.9 * Second);
        var bobsWaiter = shared.AddWaiter(Bob);

        // A 429 pauses all permits for a while.
        _limiter.Pause(null, 4.5 * Second);
        Advance(4.1 * Second);
        (await shared.FirstWaiter.Outcome).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: 4.5 * Second));
        shared.State.ShouldBe(CallPermitState.Waiting);
        bobsWaiter.Outcome.IsCompleted.ShouldBeFalse();
        Advance(0.4 * Second);

        shared.State.ShouldBe(CallPermitState.Granted);
        (await bobsWaiter.Outcome).ShouldBeNull();
        (await shared.WaitAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task AddWaiter_Should_CompleteAtOnce_When_ThePermitIsDecided()
    {
        var granted = _limiter.Request(Ann);
        Advance(Second);
        _limiter.Pause(null, 10 * Second);
        var rejected = _limiter.Request(Bob);

        (await granted.AddWaiter(Bob).Outcome).ShouldBeNull();
        granted.TryUse();
        (await granted.AddWaiter(Bob).Outcome).ShouldBeNull();
        (await rejected.AddWaiter(Ann).Outcome).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: 10 * Second));
    }

    [Fact]
    public void Dispose_Should_GrantTheNextPermit_When_ThePermitIsUnused()
    {
        var first = _limiter.Request(Ann);
        var second = _limiter.Request(Bob);
        var third = _limiter.Request(Bob);
        Advance(Second);

        first.Dispose();
        first.State.ShouldBe(CallPermitState.Returned);
        second.State.ShouldBe(CallPermitState.Granted);
        first.TryUse().ShouldBeFalse();
        second.TryUse().ShouldBeTrue();
        Advance(Second - TimeSpan.FromTicks(1));
        third.State.ShouldBe(CallPermitState.Waiting, "the second call used the returned permit");
        Advance(TimeSpan.FromTicks(1));

        third.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void Dispose_Should_DoNothing_When_ThePermitIsUsed()
    {
        var first = _limiter.Request(Ann);
        var second = _limiter.Request(Bob);
        Advance(Second);
        first.TryUse().ShouldBeTrue();

        first.Dispose();
        first.Dispose();

        first.State.ShouldBe(CallPermitState.Used);
        first.TryUse().ShouldBeFalse("a permit is for one call");
        second.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void TryUse_Should_StartTheInterval_When_ThePermitIsUsedLate()
    {
        var first = _limiter.Request(Ann);
        var second = _limiter.Request(Bob);
        Advance(Second);
        first.State.ShouldBe(CallPermitState.Granted);

        Advance(3 * Second);
        second.State.ShouldBe(CallPermitState.Waiting, "a granted permit blocks the next one until it is used");
        first.TryUse().ShouldBeTrue();
        Advance(Second - TimeSpan.FromTicks(1));
        second.State.ShouldBe(CallPermitState.Waiting);
        Advance(TimeSpan.FromTicks(1));

        second.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void TryUse_Should_ReturnFalse_When_ThePermitWasRevoked()
    {
        var revoked = _limiter.Request(Ann);
        Advance(Second);
        revoked.State.ShouldBe(CallPermitState.Granted);

        Advance(6 * Second);
        _limiter.Request(Bob).TryUse().ShouldBeTrue();

        revoked.TryUse().ShouldBeFalse();
        revoked.State.ShouldBe(CallPermitState.Returned);
    }

    [Fact]
    public async Task WaitAsync_Should_ReturnThePermit_When_TheTokenIsAlreadyCancelled()
    {
        var permit = _limiter.Request(Ann);

        await Should.ThrowAsync<OperationCanceledException>(permit.WaitAsync(new CancellationToken(true)).AsTask());

        permit.State.ShouldBe(CallPermitState.Returned);
        _limiter.Current.Waiting.ShouldBe(0);
    }

    private void Advance(TimeSpan duration) => _time.Advance(duration);
}
