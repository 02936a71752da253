using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>The requested facets determine the calls, a cached value with more facets serves requests for fewer, and unavailable facets fail.</summary>
public sealed class FacetTests
{
    private const string TokenDetails = "v4/overview/erc20/details";
    private const string TokenSnapshot = "v5.0/tokens/snapshot";
    private const string Details = "v4/overview/protocols/details";
    private const string Snapshot = "v5.0/protocols/snapshot";
    private const string Metrics = "v5.0/protocols/metrics";
    private const HoldingFacets Everything = HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics | HoldingFacets.Closed;

    private static StubResponse ConnectionRefused => StubResponse.Throw(static () => new HttpRequestException(HttpRequestError.ConnectionError));

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Usdc, "USDC", 1, (1, 100), (2, 50))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000), (2, 300))
        .Supply("0x72e95b8931767c79ba4eee721354d6e99a61d004", "Shut", (1, 7), (3, 5))
        .Position(new HeldPosition(1, StubWorld.StEth, "lido", "lido", "Past", "staking", false, new Dictionary<int, decimal> { [1] = 9 }) { IsOpen = false });

    private static TokensKey Tokens(TimeRange? range = null, bool decimals = false, bool closed = false, int wallet = 1) => new(Wallets.Owners(wallet), range, decimals, closed);

    private static PositionsKey Positions(HoldingFacets facets = HoldingFacets.None, int wallet = 1) => new(Wallets.Owners(wallet), facets);

    private static IReadOnlyList<string> Paths(StubWorld world) => [.. world.Requests.Select(request => request.Split('?')[0]).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_OnlyDecimalsAreRequestedWithTokens()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var items = (await core.Tokens.LoadOneAsync(Tokens(decimals: true), CancellationToken.None)).Value!.Items;

        items.Single().Token.Decimals.ShouldBe(new ValueOrFailure<int?>(18));
        items.Single().ValueUsd.ShouldBe(100);
        Paths(world).ShouldBe([TokenSnapshot]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_OneBatchRequestsTokensWithAndWithoutDecimals()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Tokens.LoadAsync([Tokens(), Tokens(decimals: true)], CancellationToken.None);

        results[Tokens()].Value!.Items.Single().ValueUsd.ShouldBe(100);
        Paths(world).ShouldBe([TokenSnapshot]);
    }

    [Theory]
    [InlineData(TimeRange.OneDay, false)]
    [InlineData(TimeRange.ThreeYears, false)]
    [InlineData(null, true)]
    public async Task LoadAsync_Should_MakeNoCall_When_CachedTokensHaveMoreFacets(TimeRange? range, bool decimals)
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        await core.Tokens.LoadOneAsync(Tokens(range, decimals), CancellationToken.None);

        var later = await core.Tokens.LoadOneAsync(Tokens(), CancellationToken.None);

        later.Source!.State.ShouldBe(DataSourceState.Cached);
        later.Value!.Items.Single().ValueUsd.ShouldBe(100);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestOnlyTheSnapshot_When_ProfitAndLossIsCached()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        await core.Tokens.LoadOneAsync(Tokens(TimeRange.OneDay), CancellationToken.None);

        var later = (await core.Tokens.LoadOneAsync(Tokens(TimeRange.OneDay, decimals: true, closed: true), CancellationToken.None)).Value!.Items.Single();

        later.Token.Decimals.Value.ShouldBe(18);
        later.ProfitAndLoss.Value!.Range.ShouldBe(TimeRange.OneDay);
        Paths(world).ShouldBe([TokenDetails, TokenSnapshot]);
    }

    [Fact]
    public async Task LoadAsync_Should_NotRequestMetrics_When_OnlyTheValueIsRequestedAndTheFirstRouteIsGone()
    {
        var world = World().Break(TokenDetails, HttpStatusCode.Gone).Break(Details, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        (await core.Tokens.LoadOneAsync(Tokens(), CancellationToken.None)).Value!.Items.Single().ValueUsd.ShouldBe(100);
        (await core.Positions.LoadOneAsync(Positions(), CancellationToken.None)).Value!.Items.Count(p => p.Status == HoldingStatus.Open).ShouldBe(2);

        Paths(world).ShouldBe([TokenDetails, Details, TokenSnapshot, Snapshot], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnTokensWithoutDecimals_When_TheSnapshotIsGone()
    {
        var world = World().Break(TokenSnapshot, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var token = (await core.Tokens.LoadOneAsync(Tokens(decimals: true), CancellationToken.None)).Value!.Items.Single();

        token.ValueUsd.ShouldBe(100);
        token.Token.Decimals.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.TokenDecimals, Wallets.Owners(1)));
        Paths(world).ShouldBe([TokenDetails, TokenSnapshot]);
    }

    [Fact]
    public async Task LoadAsync_Should_FallBack_When_OneVersionRefusesConnections()
    {
        var world = World();
        world.Stub.Returns(TokenDetails, ConnectionRefused).Returns(Details, ConnectionRefused);
        using var core = CoreHost.Over(world.Stub);

        var token = (await core.Tokens.LoadOneAsync(Tokens(TimeRange.OneYear), CancellationToken.None)).Value!.Items.Single();
        var position = (await core.Positions.LoadOneAsync(Positions(HoldingFacets.ProfitAndLoss), CancellationToken.None)).Value!.Items[0];

        token.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(1.5m);
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(35);
        world.Requests.Count(request => request.StartsWith("v4", StringComparison.Ordinal)).ShouldBe(5, "the second load finds the breaker open after two attempts");
        world.Requests.Count(request => request.StartsWith("v5", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task LoadAsync_Should_TryTheOtherVersionOnce_When_TheHostRefusesConnections()
    {
        var world = World();
        foreach (var endpoint in (string[])[TokenDetails, TokenSnapshot, Details, Snapshot])
            world.Stub.Returns(endpoint, ConnectionRefused);
        using var core = CoreHost.Over(world.Stub);

        var first = await core.Tokens.LoadOneAsync(Tokens(TimeRange.OneYear), CancellationToken.None);
        var attempts = Paths(world);
        var second = await core.Positions.LoadOneAsync(Positions(HoldingFacets.ProfitAndLoss), CancellationToken.None);

        first.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Unavailable, Dataset.Tokens, Wallets.Owners(1)));
        second.Failure!.Kind.ShouldBe(LoadFailureKind.Unavailable);
        attempts.ShouldBe([TokenDetails, TokenDetails, TokenDetails, TokenSnapshot]);
        world.Requests.Count.ShouldBe(4 + 2, "one attempt per version checks whether the host is reachable again");
    }

    [Theory]
    [InlineData(HoldingFacets.None, new[] { Details })]
    [InlineData(HoldingFacets.ProfitAndLoss | HoldingFacets.Closed, new[] { Details })]
    [InlineData(HoldingFacets.Locks, new[] { Snapshot })]
    [InlineData(HoldingFacets.Economics, new[] { Metrics, Snapshot })]
    [InlineData(HoldingFacets.Locks | HoldingFacets.Closed, new[] { Details, Snapshot })]
    [InlineData(Everything, new[] { Details, Metrics, Snapshot })]
    public async Task LoadAsync_Should_MakeTheFewestCalls_When_PositionsAreRequestedWithFacets(HoldingFacets facets, string[] calls)
    {
        var world = World();
        world.SnapshotListsClosed = false;
        using var core = CoreHost.Over(world.Stub);

        var positions = (await core.Positions.LoadOneAsync(Positions(facets), CancellationToken.None)).Value!;

        positions.ClosedFailure.ShouldBeNull();
        positions.Items.Where(p => p.Status == HoldingStatus.Open).Select(p => p.ValueUsd).ShouldBe([2000, 7]);
        if (facets.HasFlag(HoldingFacets.Closed))
            positions.Items.Single(p => p.Status == HoldingStatus.Closed).Name.ShouldBe("Past");
        if (facets.HasFlag(HoldingFacets.Locks))
            positions.Items.Where(p => p.Status == HoldingStatus.Open).ShouldAllBe(p => p.IsLocked.Value == false);
        Paths(world).ShouldBe(calls);
    }

    [Fact]
    public async Task LoadAsync_Should_ListAClosedPositionOnce_When_BothRoutesReturnIt()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var items = (await core.Positions.LoadOneAsync(Positions(Everything), CancellationToken.None)).Value!.Items;

        items.Select(p => p.Name).ShouldBe(["Aave USDC", "Shut", "Past"]);
        items.ShouldAllBe(p => p.Economics.Value != null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LoadAsync_Should_ReportMissingClosedHoldings_When_NoRemainingRouteListsThem(bool listsClosed)
    {
        var world = World().Break(Details, HttpStatusCode.Gone).Break(TokenDetails, HttpStatusCode.Gone);
        world.SnapshotListsClosed = listsClosed;
        using var core = CoreHost.Over(world.Stub);

        var positions = (await core.Positions.LoadOneAsync(Positions(Everything), CancellationToken.None)).Value!;
        var tokens = (await core.Tokens.LoadOneAsync(Tokens(closed: true), CancellationToken.None)).Value!;

        positions.ClosedFailure.ShouldBe(listsClosed ? null : new LoadFailure(LoadFailureKind.Rejected, Dataset.Positions, Wallets.Owners(1)), "a snapshot that lists closed positions is complete");
        positions.Items.Count(p => p.Status == HoldingStatus.Open).ShouldBe(2);
        tokens.ClosedFailure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.Tokens, Wallets.Owners(1)), "no token is closed, so no closed token was observed");
        tokens.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestClosedHoldingsAgain_When_TheyWereMissingBefore()
    {
        var world = World().Break(Details, HttpStatusCode.Gone);
        world.SnapshotListsClosed = false;
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Positions(Everything), CancellationToken.None);

        var open = await core.Positions.LoadOneAsync(Positions(HoldingFacets.Economics), CancellationToken.None);
        await core.Positions.LoadOneAsync(Positions(Everything), CancellationToken.None);

        open.Source!.State.ShouldBe(DataSourceState.Cached);
        Paths(world).ShouldBe([Details, Details, Metrics, Metrics, Snapshot, Snapshot]);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnTheSameRoi_When_ASharedPositionHasOneRowOrOneForEachOwner()
    {
        var world = World();
        (world.GainsDifferByOwner, world.SnapshotNamesOwners) = (true, true);
        using var core = CoreHost.Over(world.Stub);
        var together = Wallets.Owners(1, 2);

        var merged = (await core.Positions.LoadOneAsync(new PositionsKey(together, HoldingFacets.ProfitAndLoss), CancellationToken.None)).Value!.Items[0];
        var joined = (await core.Positions.LoadOneAsync(new PositionsKey(together, Everything), CancellationToken.None)).Value!.Items[0];

        merged.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(26);
        merged.ProfitAndLoss.Value.Roi.ShouldBe(0.01130435m);
        joined.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(26);
        joined.ProfitAndLoss.Value.Roi.ShouldBe(0.01130435m);
        joined.Owners.ShouldBe([Wallets.Address(1), Wallets.Address(2)]);
    }
}
