using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Core.Tests.Telemetry;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>A key is found in the cache exactly if a load of it would send no request, and is recorded as by that load.</summary>
public sealed class FindCachedTests
{
    private static readonly TokensKey Key = new(Wallets.Owners(1));
    private static readonly TokensKey Covering = Key with { Range = TimeRange.OneYear };

    [Theory]
    [InlineData(0, null, false, true)]
    [InlineData(59, null, false, true)]
    [InlineData(60, null, false, false)]
    [InlineData(30, 30, false, true)]
    [InlineData(30, 29, false, false)]
    [InlineData(5, 0, false, true)]
    [InlineData(0, null, true, false)]
    public async Task FindCached_Should_BeLikeALoad_When_TheRequestDemandsFreshness(int age, int? maxAge, bool invalidates, bool isFound)
    {
        var loaded = await ReadAsync((core, key) => core.Tokens.LoadOneAsync(key, CancellationToken.None)!, age, maxAge, invalidates);
        var found = await ReadAsync((core, key) => Task.FromResult(core.Tokens.FindCached(key)), age, maxAge, invalidates);

        (loaded.Requests == 0).ShouldBe(isFound);
        (found.Result is not null).ShouldBe(isFound);
        found.Requests.ShouldBe(0);
        if (!isFound)
        {
            found.ShouldBe(Observed.Nothing);
            return;
        }

        found.Result!.Source.ShouldBe(loaded.Result!.Source);
        found.Result.Value!.Items.ShouldBe(loaded.Result.Value!.Items);
        (found with { Result = null }).ShouldBe(loaded with { Result = null });
        found.Hits.ShouldBe("dataset=tokens");
    }

    [Fact]
    public async Task FindCached_Should_ReturnLiveData_When_TheOperationHasLoadedItItself()
    {
        using var core = CoreHost.Over(World().Stub, new SteppedTimeProvider());
        using var usage = UpstreamUsageRecorder.Begin();
        await core.Tokens.LoadOneAsync(Key, CancellationToken.None);

        core.Tokens.FindCached(Key)!.Source!.State.ShouldBe(DataSourceState.Live);

        UpstreamUsageRecorder.Read().ShouldSatisfyAllConditions(read => read.Calls.ShouldBe(1), read => read.Cached.ShouldBe(0));
    }

    [Fact]
    public async Task FindCached_Should_RecordNothing_When_OnlyAPartOfTheValueIsCached()
    {
        using var core = CoreHost.Over(World().Stub, new SteppedTimeProvider());
        await core.Tokens.LoadOneAsync(Covering, CancellationToken.None);
        using var usage = UpstreamUsageRecorder.Begin();

        core.Tokens.FindCached(Covering with { WithDecimals = true }).ShouldBeNull();

        UpstreamUsageRecorder.Read().Cached.ShouldBe(0);
    }

    private static StubWorld World() => new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));

    // Another operation has cached the value of a key that covers the key.
    private static async Task<Observed> ReadAsync(Func<CoreHost, TokensKey, Task<LoadResult<TokenHoldings>?>> read, int age, int? maxAge, bool invalidates)
    {
        var (world, time) = (World(), new SteppedTimeProvider());
        using var core = CoreHost.Over(world.Stub, time);
        await core.Tokens.LoadOneAsync(Covering, CancellationToken.None);
        var cold = world.Requests.Count;
        time.Advance(TimeSpan.FromSeconds(age));
        if (invalidates)
            core.Invalidator.Invalidate(Key.Owners);
        using var metrics = new MetricRecorder(core.Meters);
        using var usage = UpstreamUsageRecorder.Begin();
        using var freshness = FreshnessTracker.Begin(maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        var result = await read(core, Key);

        return new Observed(
            result,
            world.Requests.Count - cold,
            UpstreamUsageRecorder.Read().Cached,
            freshness.Read(),
            string.Join(';', freshness.ReadParts()),
            string.Join(';', metrics.Of("portfoliograph.cache.hits").Select(static hit => hit.Tags)));
    }

    private sealed record Observed(LoadResult<TokenHoldings>? Result, int Requests, int Cached, ServedFreshness Served, string Parts, string Hits)
    {
        public static Observed Nothing { get; } = new(null, 0, 0, new ServedFreshness(false, null, null), "", "");
    }
}
