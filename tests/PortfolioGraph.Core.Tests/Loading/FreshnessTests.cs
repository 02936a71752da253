using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>A request limits the age of its data, including the upstream's own cache, and can read the age of the served data.</summary>
public sealed class FreshnessTests
{
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1));
    private readonly SteppedTimeProvider _time = new();

    [Theory]
    [InlineData(30, 0, "bypass")]
    [InlineData(30, 20, "bypass")]
    [InlineData(30, 30, "cached")]
    [InlineData(30, 59, "cached")]
    [InlineData(9, 0, "cached")]
    [InlineData(10, 0, "cached")]
    [InlineData(11, 0, "bypass")]
    [InlineData(59, 3600, "cached")]
    [InlineData(61, 3600, "reload")]
    public async Task LoadAsync_Should_HonorMaxAge_When_TheRequestSetsIt(int age, int maxAge, string expected)
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(age));

        using (FreshnessTracker.Begin(TimeSpan.FromSeconds(maxAge)))
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        string[] second = expected switch
        {
            "cached" => [],
            "bypass" => ["use_cache=false"],
            _ => ["use_cache=true"],
        };
        _world.Requests.Select(r => r.Split('&').Single(p => p.StartsWith("use_cache", StringComparison.Ordinal))).ShouldBe(["use_cache=true", .. second]);
    }

    [Fact]
    public async Task LoadAsync_Should_CountTheUpstreamsAge_When_TheResponseIsFromTheUpstreamsCache()
    {
        _world.Stub.Returns("v4/general/profit_and_loss", $$$"""{"result":[],"meta":{"cached_at":{{{_time.GetUtcNow().ToUnixTimeSeconds() - 50}}}}}""");
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        using (FreshnessTracker.Begin(TimeSpan.FromSeconds(40)))
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        _world.Requests.Count.ShouldBe(2);
        _world.Requests[1].ShouldContain("use_cache=false");
    }

    [Fact]
    public async Task LoadAsync_Should_ServeTheCachedValue_When_ClientCacheControlIsNotHonored()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Cache:HonorClientCacheControl", "false"));
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(30));

        using (FreshnessTracker.Begin(TimeSpan.Zero))
            (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Cached);

        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_AlwaysReload_When_TheMinRefreshAgeIsZero()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Cache:MinRefreshAge", "00:00:00"));
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));

        using (FreshnessTracker.Begin(TimeSpan.Zero))
            (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Live);

        _world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_NotJoinACallThatUsesTheUpstreamsCache_When_ItBypassesThatCache()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);

        var ordinary = core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        Task bypassing;
        using (FreshnessTracker.Begin(TimeSpan.Zero))
            bypassing = core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        var another = core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        gate.Open();
        await Task.WhenAll(ordinary, bypassing, another);

        _world.Requests.Select(r => r.Contains("use_cache=false", StringComparison.Ordinal)).ShouldBe([false, true], "a load without a demand joins the newest call in flight");
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStale_When_AForcedRefreshFails()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(30));
        _world.Break("v4/general/profit_and_loss");

        using (FreshnessTracker.Begin(TimeSpan.Zero))
            (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Stale);
    }

    [Fact]
    public async Task Read_Should_ReturnTheOldestAge_When_SeveralResultsWereServed()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var first = _time.GetUtcNow();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(25));
        using var freshness = FreshnessTracker.Begin(null);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        var served = freshness.Read();

        served.OldestAsOf.ShouldBe(first);
        served.Remaining.ShouldBe(TimeSpan.FromSeconds(35));
        served.IsIncomplete.ShouldBeFalse();
        freshness.ReadParts().Select(part => part.AsOf).Order().ShouldBe([first, _time.GetUtcNow()]);
    }

    [Fact]
    public async Task Read_Should_ReturnZeroRemaining_When_StaleDataWasServed()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(61));
        _world.Break("v4/general/profit_and_loss");
        using var freshness = FreshnessTracker.Begin(null);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        freshness.Read().Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Invalidate_Should_ReloadTheNextLoad_When_TheWalletIsAmongItsOwners()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var other = new ProfitAndLossKey(Wallets.Owners(2), TimeRange.OneYear);
        var both = new ProfitAndLossKey(Wallets.Owners(1, 2), TimeRange.OneYear);
        foreach (var key in (ProfitAndLossKey[])[Key, other, both])
            await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);

        core.Cache.Invalidate(Wallets.Owners(1));
        foreach (var key in (ProfitAndLossKey[])[Key, other, both, Key])
            await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);

        _world.Requests.Skip(3).Select(r => (r.Contains("w2", StringComparison.Ordinal), r.Contains("use_cache=false", StringComparison.Ordinal))).ShouldBe([(false, true), (true, true)]);
    }

    [Fact]
    public async Task Invalidate_Should_KeepTheEntryAsAStaleFallback_When_TheReloadFails()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        core.Cache.Invalidate(Key.Owners);
        _world.Break("v4/general/profit_and_loss");

        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Stale);
    }
}
