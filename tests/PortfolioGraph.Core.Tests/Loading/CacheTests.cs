using Microsoft.Extensions.Options;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

public sealed class CacheTests
{
    private const string Endpoint = "v4/general/profit_and_loss";
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1)).Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000));
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task LoadAsync_Should_SendNoRequest_When_TheEntryIsFresh()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var loadedAt = _time.GetUtcNow();

        var first = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        var second = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        first.Source.ShouldBe(new Source(DataSourceState.Live, loadedAt));
        second.Source.ShouldBe(new Source(DataSourceState.Cached, loadedAt));
        second.Value!.Total!.Source.ShouldBe(second.Source);
        second.Value.ByChain[1].Source.ShouldBe(second.Source);
        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_SendARequest_When_TheEntryHasExpired()
    {
        using var core = CoreHost.Over(_world.Stub, _time);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(60));
        var second = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        second.Source.ShouldBe(new Source(DataSourceState.Live, _time.GetUtcNow()));
        _world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_KeepTheUpstreamsAge_When_TheResponseIsFromTheUpstreamsCache()
    {
        var stored = _time.GetUtcNow() - TimeSpan.FromMinutes(3);
        _world.Stub.Returns(Endpoint, $$$"""{"result":[],"meta":{"cached_at":{{{stored.ToUnixTimeSeconds()}}}}}""");
        using var core = CoreHost.Over(_world.Stub, _time);

        var first = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        var second = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        first.Source.ShouldBe(new Source(DataSourceState.Live, stored));
        second.Source.ShouldBe(new Source(DataSourceState.Cached, stored));
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStale_When_TheRefreshFails()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var loadedAt = _time.GetUtcNow();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _world.Break(Endpoint);

        _time.Advance(TimeSpan.FromMinutes(16) - TimeSpan.FromSeconds(1));
        var stale = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        var failed = await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        stale.Source.ShouldBe(new Source(DataSourceState.Stale, loadedAt));
        stale.Value!.Total!.Source.ShouldBe(stale.Source);
        failed.Failure!.Kind.ShouldBe(LoadFailureKind.Unavailable);
    }

    [Fact]
    public async Task LoadAsync_Should_SendARequestAgain_When_StaleWasServed()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(2));
        _world.Stub.ReturnsInSequence(Endpoint, StubResponse.Status(System.Net.HttpStatusCode.BadRequest), StubResponse.Json("""{"result":[]}"""));

        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Stale);
        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_SendARequestAgain_When_TheLastLoadFailed()
    {
        _world.Stub.ReturnsInSequence(Endpoint, StubResponse.Status(System.Net.HttpStatusCode.BadRequest), StubResponse.Json("""{"result":[]}"""));
        using var core = CoreHost.Over(_world.Stub, _time);

        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Failure!.Kind.ShouldBe(LoadFailureKind.Rejected);
        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_CountElapsedTime_When_TheWallClockJumps()
    {
        using var core = CoreHost.Over(_world.Stub, _time);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.ShiftWallClock(TimeSpan.FromHours(1));
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.ShiftWallClock(TimeSpan.FromHours(-2));
        _time.Advance(TimeSpan.FromSeconds(61));
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        _world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public void Set_Should_EvictTheLeastRecentlyUsedEntry_When_TheCacheIsFull()
    {
        var cache = new DatasetCache(Options.Create(new CacheOptions { MaxBytes = 11_000 }), _time);
        var table = cache.CreateTable<char, string>();

        foreach (var key in "abc")
            table.Set(key, key.ToString(), 3_000);
        table.TryGet('a', out _);
        table.Set('d', "d", 2_500);

        "abcd".Where(key => table.TryGet(key, out _)).ShouldBe(['a', 'c', 'd']);
        cache.Bytes.ShouldBeLessThanOrEqualTo(11_000);
    }

    [Fact]
    public void Set_Should_KeepTheOtherEntries_When_OneIsLargerThanTheCache()
    {
        var cache = new DatasetCache(Options.Create(new CacheOptions { MaxBytes = 10_000 }), _time);
        var table = cache.CreateTable<char, string>();
        table.Set('a', "a", 3_000);

        table.Set('b', "b", 20_000);

        table.TryGet('a', out _).ShouldBeTrue();
        table.TryGet('b', out _).ShouldBeFalse();
    }

    [Fact]
    public void Set_Should_CountTheEntryOnce_When_ItReplacesAnother()
    {
        var cache = new DatasetCache(Options.Create(new CacheOptions { MaxBytes = 100_000 }), _time);
        var table = cache.CreateTable<char, string>();
        table.Set('a', "a", 1_000);
        var once = cache.Bytes;

        table.Set('a', "a", 1_000);

        cache.Bytes.ShouldBe(once);
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public void Set_Should_EvictEntriesOfOtherTables_When_TheyAreUsedLeastRecently()
    {
        var cache = new DatasetCache(Options.Create(new CacheOptions { MaxBytes = 7_000 }), _time);
        var (numbers, letters) = (cache.CreateTable<int, string>(), cache.CreateTable<char, string>());
        numbers.Set(1, "one", 3_000);
        letters.Set('a', "a", 3_000);

        letters.Set('b', "b", 3_000);

        numbers.TryGet(1, out _).ShouldBeFalse();
        letters.TryGet('a', out _).ShouldBeTrue();
        letters.TryGet('b', out _).ShouldBeTrue();
        cache.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_CacheAnEntryForEachWallet_When_TheCallWasBatched()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        PositionsKey[] positions = [new(Wallets.Owners(1)), new(Wallets.Owners(2))];
        ValueKey[] values = [new(Wallets.Scope(1)), new(Wallets.Scope(2))];

        await core.Positions.LoadAsync(positions, CancellationToken.None);
        await core.Values.LoadAsync(values, CancellationToken.None);
        foreach (var key in positions)
            (await core.Positions.LoadOneAsync(key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Cached);
        foreach (var key in values)
            (await core.Values.LoadOneAsync(key, CancellationToken.None)).Value!.TotalUsd.ShouldBe(_world.ValueOf([Wallets.Number(key.Scope.Owners.ToString())]));

        _world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_AlwaysSendARequest_When_TheTimeToLiveIsZero()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Cache:TimeToLive", "00:00:00"));

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        _world.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("TimeToLive", "-00:00:01")]
    [InlineData("TimeToLive", "02:00:00")]
    [InlineData("CatalogTimeToLive", "1.00:00:01")]
    [InlineData("StaleIfError", "-00:00:01")]
    [InlineData("SoftTimeout", "00:01:01")]
    [InlineData("MaxBytes", "0")]
    public async Task LoadAsync_Should_NameTheSetting_When_ItIsInvalid(string setting, string value)
    {
        using var core = CoreHost.Over(_world.Stub, _time, ($"Cache:{setting}", value));

        var error = await Should.ThrowAsync<OptionsValidationException>(async () => await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None));

        error.Message.ShouldContain($"Cache:{setting} (environment Cache__{setting})");
    }
}
