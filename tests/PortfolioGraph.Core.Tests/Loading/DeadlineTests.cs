using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

public sealed class DeadlineTests
{
    private static readonly TokensKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task LoadAsync_Should_UseTheRemainingTimeForTheFallback_When_TheFirstRouteHangs()
    {
        _world.Stub.Hangs("v4/overview/erc20/details");
        using var core = CoreHost.Over(_world.Stub, _time);

        var load = core.Tokens.LoadOneAsync(Key, CancellationToken.None);
        await TimeOutAttemptAsync(attempt: 1);
        await TimeOutAttemptAsync(attempt: 2);

        (await load).Value!.Items.Single().ValueUsd.ShouldBe(4500);
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(10), "two attempts of 5 s each, then the fallback at once");
    }

    [Fact]
    public async Task LoadAsync_Should_FailAtTheDeadline_When_BothRoutesHang()
    {
        _world.Stub.Hangs("v4/overview/erc20/details").Hangs("v5.0/tokens/snapshot");
        using var core = CoreHost.Over(_world.Stub, _time);

        var load = core.Tokens.LoadOneAsync(Key, CancellationToken.None);
        await TimeOutAttemptAsync(attempt: 1);
        await TimeOutAttemptAsync(attempt: 2);
        await _world.Stub.ReceivedAsync(3);
        _time.Advance(TimeSpan.FromSeconds(4));

        (await load).Failure.ShouldBe(new LoadFailure(LoadFailureKind.Timeout, Dataset.Tokens, Wallets.Owners(1)));
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(14));
    }

    private async Task TimeOutAttemptAsync(int attempt)
    {
        await _world.Stub.ReceivedAsync(attempt);
        _time.Advance(TimeSpan.FromSeconds(5));
    }
}
