using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>The upstream usage of one HTTP request is the sum over its operations, and only over them.</summary>
public sealed class UpstreamUsageTotalTests
{
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task Read_Should_SumTheOperations_When_TheyShareACacheEntry()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using var total = UpstreamUsageTotal.Begin();

        await LoadInOperationAsync(core);
        var second = await LoadInOperationAsync(core);
        await LoadInOperationAsync(core);

        total.Read().ShouldBe(new UpstreamUsageSum(Operations: 3, Calls: 1, Cached: 2, Coalesced: 0, Stale: 0, RetryAfter: null));
        second.Cached.ShouldBe(1, "an operation's own usage is not affected");
    }

    [Fact]
    public async Task Read_Should_CountOnlyItsOwnOperations_When_TwoRequestsShareACall()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);

        var first = RequestAsync(core);
        var second = RequestAsync(core);
        gate.Open();

        (await first).ShouldBe(new UpstreamUsageSum(Operations: 1, Calls: 1, Cached: 0, Coalesced: 0, Stale: 0, RetryAfter: null));
        (await second).ShouldBe(new UpstreamUsageSum(Operations: 1, Calls: 0, Cached: 0, Coalesced: 1, Stale: 0, RetryAfter: null));
    }

    [Fact]
    public void Read_Should_KeepTheLongestRetryTime_When_SeveralAreRecorded()
    {
        using var total = UpstreamUsageTotal.Begin();

        foreach (var seconds in (int[])[5, 60, 7])
            UpstreamUsageTotal.RecordRetryAfter(TimeSpan.FromSeconds(seconds));

        total.Read().RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Read_Should_NotChange_When_TheTotalHasEnded()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var total = UpstreamUsageTotal.Begin();
        total.Dispose();

        await LoadInOperationAsync(core);

        total.Read().Operations.ShouldBe(0);
    }

    private static async Task<UpstreamUsageSum> RequestAsync(CoreHost core)
    {
        using var total = UpstreamUsageTotal.Begin();
        await LoadInOperationAsync(core);
        return total.Read();
    }

    private static async Task<UpstreamUsage> LoadInOperationAsync(CoreHost core)
    {
        using var usage = UpstreamUsageRecorder.Begin();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        return UpstreamUsageRecorder.Read();
    }
}
