using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Permits that several wait for, that are given back, or forgotten.</summary>
public sealed class CallPermitTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);
    private static readonly CallerInfo Poller = new("poller", CallPriority.Background);

    private readonly SteppedTimeProvider _time = new();
    private readonly UpstreamRateLimiter _budget;

    public CallPermitTests()
    {
        _budget = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0, QueueTimeout = 5 * Second }), _time, UnobservedMetrics.Upstream);
        _time.Advance(Second);
        _budget.Request(CallerInfo.Unknown).TryUse().ShouldBeTrue();
    }

    public void Dispose() => _budget.Dispose();

    [Fact]
    public void Share_Should_ServeTheCallOnce_When_TheOthersPlaceComesFirst()
    {
        var annsFirst = _budget.Request(Ann);
        var annsSecond = _budget.Request(Ann);
        var shared = _budget.Request(Ann);
        var bobsPlace = shared.AddWaiter(Bob);
        _budget.Current.Waiting.ShouldBe(3);

        Pass(Second);
        annsFirst.TryUse().ShouldBeTrue();
        Pass(Second);
        shared.TryUse().ShouldBeTrue();
        bobsPlace.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
        shared.FirstWaiter.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
        Pass(Second);

        annsSecond.TryUse().ShouldBeTrue();
        _budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public void Share_Should_LiftAPollToTheInteractive_When_SomebodyNowWaitsForIt()
    {
        var poll = _budget.Request(Poller);
        var ann = _budget.Request(Ann);
        poll.AddWaiter(Bob);

        Pass(Second);
        ann.TryUse().ShouldBeTrue();
        var late = _budget.Request(Ann);
        Pass(Second);

        poll.State.ShouldBe(CallPermitState.Granted);
        late.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void Share_Should_KeepThePlaceOfTheOther_When_TheFirstLeaves()
    {
        var shared = _budget.Request(Ann);
        Pass(Second / 2);
        var since = _time.GetTimestamp();
        var bobsPlace = shared.AddWaiter(Bob);

        shared.FirstWaiter.Dispose();
        shared.FirstWaiter.Outcome.IsCanceled.ShouldBeTrue();
        shared.RequestedAt.ShouldBe(since);
        _budget.Current.Waiting.ShouldBe(1);
        Pass(Second / 2);

        shared.State.ShouldBe(CallPermitState.Granted);
        shared.RequestedAt.ShouldBe(since);
        bobsPlace.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Share_Should_LeaveTheLine_When_TheLastPlaceIsLeft()
    {
        var shared = _budget.Request(Ann);
        var bobsPlace = shared.AddWaiter(Bob);

        bobsPlace.Dispose();
        shared.State.ShouldBe(CallPermitState.Waiting);
        shared.FirstWaiter.Dispose();

        shared.State.ShouldBe(CallPermitState.Returned);
        _budget.Current.Waiting.ShouldBe(0);
        await Should.ThrowAsync<OperationCanceledException>(shared.WaitAsync(default).AsTask());
        shared.AddWaiter(Bob).Outcome.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task Share_Should_RefuseEachInItsTime_When_TheyCameOneAfterTheOther()
    {
        for (var other = 0; other < 4; other++)
            _budget.Request(new CallerInfo($"other {other}", CallPriority.Interactive));
        var shared = _budget.Request(Ann);
        Pass(0.9 * Second);
        var bobsPlace = shared.AddWaiter(Bob);

        // The upstream complains, so nobody is served for a while.
        _budget.Pause(null, 4.5 * Second);
        Pass(4.1 * Second);
        (await shared.FirstWaiter.Outcome).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: 4.5 * Second));
        shared.State.ShouldBe(CallPermitState.Waiting);
        bobsPlace.Outcome.IsCompleted.ShouldBeFalse();
        Pass(0.4 * Second);

        shared.State.ShouldBe(CallPermitState.Granted);
        (await bobsPlace.Outcome).ShouldBeNull();
        (await shared.WaitAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Share_Should_HaveTheOutcome_When_ItComesTooLate()
    {
        var granted = _budget.Request(Ann);
        Pass(Second);
        _budget.Pause(null, 10 * Second);
        var refused = _budget.Request(Bob);

        (await granted.AddWaiter(Bob).Outcome).ShouldBeNull();
        granted.TryUse();
        (await granted.AddWaiter(Bob).Outcome).ShouldBeNull();
        (await refused.AddWaiter(Ann).Outcome).ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: 10 * Second));
    }

    [Fact]
    public void Dispose_Should_GiveThePermitToTheNext_When_ItIsGrantedAndUnused()
    {
        var first = _budget.Request(Ann);
        var second = _budget.Request(Bob);
        var third = _budget.Request(Bob);
        Pass(Second);

        first.Dispose();
        first.State.ShouldBe(CallPermitState.Returned);
        second.State.ShouldBe(CallPermitState.Granted);
        first.TryUse().ShouldBeFalse();
        second.TryUse().ShouldBeTrue();
        Pass(Second - TimeSpan.FromTicks(1));
        third.State.ShouldBe(CallPermitState.Waiting, "what was given back was used by the second");
        Pass(TimeSpan.FromTicks(1));

        third.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void Dispose_Should_ChangeNothing_When_ThePermitIsUsed()
    {
        var first = _budget.Request(Ann);
        var second = _budget.Request(Bob);
        Pass(Second);
        first.TryUse().ShouldBeTrue();

        first.Dispose();
        first.Dispose();

        first.State.ShouldBe(CallPermitState.Used);
        first.TryUse().ShouldBeFalse("one call a permit");
        second.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void TryUse_Should_CountFromTheUse_When_ItComesLate()
    {
        var first = _budget.Request(Ann);
        var second = _budget.Request(Bob);
        Pass(Second);
        first.State.ShouldBe(CallPermitState.Granted);

        Pass(3 * Second);
        second.State.ShouldBe(CallPermitState.Waiting, "one is in hand, and nobody knows when it leaves");
        first.TryUse().ShouldBeTrue();
        Pass(Second - TimeSpan.FromTicks(1));
        second.State.ShouldBe(CallPermitState.Waiting);
        Pass(TimeSpan.FromTicks(1));

        second.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public void TryUse_Should_FindNothing_When_ThePermitWasForgotten()
    {
        var forgotten = _budget.Request(Ann);
        Pass(Second);
        forgotten.State.ShouldBe(CallPermitState.Granted);

        Pass(6 * Second);
        _budget.Request(Bob).TryUse().ShouldBeTrue();

        forgotten.TryUse().ShouldBeFalse();
        forgotten.State.ShouldBe(CallPermitState.Returned);
    }

    [Fact]
    public async Task WaitAsync_Should_LeaveTheLine_When_ItsCallerHasLeftBefore()
    {
        var permit = _budget.Request(Ann);

        await Should.ThrowAsync<OperationCanceledException>(permit.WaitAsync(new CancellationToken(true)).AsTask());

        permit.State.ShouldBe(CallPermitState.Returned);
        _budget.Current.Waiting.ShouldBe(0);
    }

    private void Pass(TimeSpan duration) => _time.Advance(duration);
}
