using System.Runtime.CompilerServices;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

public sealed class UpstreamUsageRecorderTests
{
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task Read_Should_CountCallsAndCacheHits_When_AnotherOperationLoadedBefore()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using (UpstreamUsageRecorder.Begin())
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        using var usage = UpstreamUsageRecorder.Begin();

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear, true), CancellationToken.None);

        Counts().ShouldBe((2, 1, 0));
    }

    [Fact]
    public async Task Read_Should_CountEveryAttempt_When_ALoadRetriesAndFallsBack()
    {
        _world.Break("v4/overview/erc20/details");
        using var core = CoreHost.Over(_world.Stub, _time);
        using var usage = UpstreamUsageRecorder.Begin();

        await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);

        Counts().ShouldBe((5, 0, 0));
        _world.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Read_Should_CountTheCallForTheOperationThatStartedIt_When_AnotherJoins()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);

        var first = OperationAsync(core);
        var second = OperationAsync(core);
        gate.Open();

        (await first).ShouldBe((1, 0, 0));
        (await second).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task Read_Should_CountNoCoalescedCall_When_TheOperationWaitsForItsOwnCall()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);
        using var usage = UpstreamUsageRecorder.Begin();

        Task[] fields = [.. Enumerable.Range(0, 8).Select(_ => core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None))];
        gate.Open();
        await Task.WhenAll(fields);

        Counts().ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Read_Should_CountTheEntryOnce_When_ItServesManyFields()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var whole = new ValueKey(Wallets.Scope(1), WithBreakdown: true);
        using (UpstreamUsageRecorder.Begin())
            await core.Values.LoadOneAsync(whole, CancellationToken.None);
        using var usage = UpstreamUsageRecorder.Begin();

        foreach (var key in (ValueKey[])[whole, new(Wallets.Scope(1)), new(Wallets.Scope(1).On(1)), new(Wallets.Scope(1).On(10))])
            (await core.Values.LoadOneAsync(key, CancellationToken.None)).Value.ShouldNotBeNull();

        Counts().ShouldBe((0, 1, 0));
    }

    [Fact]
    public void Read_Should_ListStaleFields_When_TheyAreRecorded()
    {
        var asOf = _time.GetUtcNow();
        using var usage = UpstreamUsageRecorder.Begin();

        UpstreamUsageRecorder.RecordStale(["wallet", "tokens"], asOf);

        var stale = UpstreamUsageRecorder.Read().Stale.ShouldHaveSingleItem();
        stale.Path.ShouldBe(["wallet", "tokens"]);
        stale.AsOf.ShouldBe(asOf);
    }

    [Fact]
    public async Task Read_Should_CountNoCacheHit_When_TheOperationItselfLoadedTheValue()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using var usage = UpstreamUsageRecorder.Begin();

        var first = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        var second = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        first.Source!.State.ShouldBe(DataSourceState.Live);
        second.Source!.State.ShouldBe(DataSourceState.Live);
        Counts().ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Read_Should_CountNothing_When_NoRecorderIsActive()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using (UpstreamUsageRecorder.Begin())
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        Counts().ShouldBe((0, 0, 0));
    }

    // Otherwise each entry would keep the entries that its operation used, these keep older ones, and so on without end.
    [Fact]
    public async Task CacheEntry_Should_NotKeepEntriesThatItsOperationUsed_When_TheyAreReplaced()
    {
        using var core = CoreHost.Over(_world.Stub, _time);

        var replaced = await LoadAndReplaceAsync(core);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        replaced.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> LoadAndReplaceAsync(CoreHost core)
    {
        using (UpstreamUsageRecorder.Begin())
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        WeakReference first;
        using (UpstreamUsageRecorder.Begin())
        {
            first = new WeakReference((await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Value);
            await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);
            Counts().ShouldBe((1, 1, 0));
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        return first;
    }

    private static (int Calls, int Cached, int Coalesced) Counts()
    {
        var usage = UpstreamUsageRecorder.Read();
        return (usage.Calls, usage.Cached, usage.Coalesced);
    }

    private static async Task<(int Calls, int Cached, int Coalesced)> OperationAsync(CoreHost core)
    {
        using var usage = UpstreamUsageRecorder.Begin();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        return Counts();
    }
}
