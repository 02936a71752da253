using PortfolioGraph.Upstream.Resilience;

namespace PortfolioGraph.Upstream.Tests.Resilience;

public sealed class TimeoutPoolTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Start_Should_CancelTheToken_When_TheTimeHasElapsed()
    {
        var time = new SteppedTimeProvider();
        var pool = new TimeoutPool(time);
        using var timeout = pool.Start(Hour, CancellationToken.None);

        time.Advance(Hour - TimeSpan.FromTicks(1));
        timeout.Token.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromTicks(1));

        timeout.Token.IsCancellationRequested.ShouldBeTrue();
        timeout.HasElapsed.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_Should_CancelTheToken_When_TheOtherTokenIsCancelled()
    {
        var pool = new TimeoutPool(new SteppedTimeProvider());
        using var cancellation = new CancellationTokenSource();
        using var timeout = pool.Start(Hour, cancellation.Token);

        await cancellation.CancelAsync();

        timeout.Token.IsCancellationRequested.ShouldBeTrue();
        timeout.HasElapsed.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_Should_BeIndependentOfEndedTimeouts_When_ItsSourceIsUsedAgain()
    {
        var pool = new TimeoutPool(TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        var isCalled = false;
        CancellationToken ended;
        using (var first = pool.Start(Hour, cancellation.Token))
        {
            ended = first.Token;
            ended.Register(() => isCalled = true);
        }

        using var second = pool.Start(Hour, CancellationToken.None);
        await cancellation.CancelAsync();

        second.Token.ShouldBe(ended, "the source is used again");
        second.Token.IsCancellationRequested.ShouldBeFalse();
        isCalled.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_Should_UseAnotherSource_When_ATimeoutWasCancelled()
    {
        var pool = new TimeoutPool(TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        using (pool.Start(Hour, cancellation.Token))
            await cancellation.CancelAsync();

        using var next = pool.Start(Hour, CancellationToken.None);

        next.Token.IsCancellationRequested.ShouldBeFalse();
        next.HasElapsed.ShouldBeFalse();
    }
}
