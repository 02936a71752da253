using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>A wallet never sees the rows of another wallet, regardless of batching and of the owners that rows name.</summary>
public sealed class IsolationProperties
{
    private const int WalletCount = 5;
    private const int Stranger = 99;

    private static readonly Gen<int[]> SomeWallets = Gen.SubListOf(Enumerable.Range(1, WalletCount)).Select(list => list.ToArray());

    /// <summary>The owners of each position; some positions are shared.</summary>
    private static readonly Arbitrary<int[][]> Ownerships =
        Gen.Frequency((4, Gen.Choose(1, WalletCount).Select(w => new[] { w })), (1, SomeWallets.Where(w => w.Length > 0))).ListOf().Resize(8).Select(list => list.ToArray()).ToArbitrary();

    /// <summary>The owners that rows name: none, several, or an unrequested wallet.</summary>
    private static readonly Arbitrary<int[][]> Namings =
        Gen.Frequency((5, Gen.Choose(1, WalletCount).Select(w => new[] { w })), (2, SomeWallets), (1, Gen.Constant(new[] { Stranger }))).ListOf().Resize(8).Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_ReturnWhatEachWalletHasAlone_When_ManyAreLoadedTogether() =>
        Prop.ForAll(Ownerships, Gen.Elements(true, false).ToArbitrary(), (ownerships, namesOwners) =>
            EachWalletGetsWhatItHasAloneAsync(ownerships, namesOwners)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_Should_ReturnOnlyRowsThatNameTheWalletAlone_When_RowsNameArbitraryOwners() =>
        Prop.ForAll(Namings, SomeWallets.ToArbitrary(), (namings, requestedWallets) =>
        {
            var requested = Wallets.Owners([.. Enumerable.Range(1, WalletCount)]);
            var rows = new OwnedPositions([.. namings.Select((owners, i) => Row(i, owners))]);

            var split = OwnerSplit.Of(requested, [.. requestedWallets.Select(Wallets.Address)], rows.Rows);

            return split.Own.Keys.Concat(split.Uncertain).Order().SequenceEqual(requestedWallets.Select(Wallets.Address).Order())
                && split.Own.All(own => rows.Rows.All(row =>
                    row.Owners.Count > 0 && (!row.Owners.Contains(own.Key) || row.Owners.Count == 1)
                    && own.Value.Any(position => position.Name == row.Item.Name) == row.Owners.SequenceEqual([own.Key])));
        }).QuickCheckThrowOnFailure();

    /// <summary>Any combination of facets that affects the route.</summary>
    private static readonly Gen<HoldingFacets> SomeFacets =
        Gen.SubListOf(HoldingFacets.ProfitAndLoss, HoldingFacets.Locks, HoldingFacets.Economics, HoldingFacets.Closed).Select(list => list.Aggregate(HoldingFacets.None, (all, facet) => all | facet));

    /// <summary>The behavior of the upstream and the requested facets of each wallet. Wallets are loaded separately first, so that capabilities are observed, then in batches.</summary>
    private sealed record Scenario(int[][] Ownerships, bool[] Closed, bool DetailsNameOwners, bool SnapshotNamesOwners, bool SwitchesMidway, bool ListsClosed, bool UsesMixedCase, HoldingFacets[] Facets);

    private static readonly Arbitrary<Scenario> Scenarios =
        (from ownerships in Ownerships.Generator
         from closed in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(8)
         from switches in Gen.Elements(true, false).ArrayOf(5)
         from facets in SomeFacets.ArrayOf(WalletCount)
         select new Scenario(ownerships, closed, switches[0], switches[1], switches[2], switches[3], switches[4], facets)).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_ReturnOnlyEachWalletsOwnRows_When_EndpointsStartOrStopNamingOwners() =>
        Prop.ForAll(Scenarios, scenario => EachWalletGetsItsOwnRowsAsync(scenario)).QuickCheckThrowOnFailure();

    private static async Task<bool> EachWalletGetsItsOwnRowsAsync(Scenario scenario)
    {
        var world = WorldOf(scenario);
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"), ("Upstream:MaxAddressesPerCall", "3"));
        PositionsKey[] keys = [.. Enumerable.Range(1, WalletCount).Select(w => new PositionsKey(Wallets.Owners(w), scenario.Facets[w - 1]))];
        PositionsKey group = new(Wallets.Owners(1, 2), scenario.Facets[0] | scenario.Facets[1]);
        foreach (var wallet in keys)
            await core.Positions.LoadOneAsync(wallet, CancellationToken.None);
        if (scenario.SwitchesMidway)
            (world.NamesOwners, world.SnapshotNamesOwners) = (!world.NamesOwners, !world.SnapshotNamesOwners);

        var first = await core.Positions.LoadAsync([.. keys, group], CancellationToken.None);
        var second = await core.Positions.LoadAsync(keys, CancellationToken.None);

        foreach (var key in keys)
        {
            var separate = WorldOf(scenario);
            (separate.NamesOwners, separate.SnapshotNamesOwners) = (world.NamesOwners, world.SnapshotNamesOwners);
            using var single = CoreHost.Over(separate.Stub);
            var alone = ComparedFields(await single.Positions.LoadOneAsync(key, CancellationToken.None), key.Facets);
            if (!ComparedFields(first[key], key.Facets).SequenceEqual(alone) || !ComparedFields(second[key], key.Facets).SequenceEqual(alone))
                return false;
        }

        return true;
    }

    private static StubWorld WorldOf(Scenario scenario)
    {
        var world = new StubWorld
        {
            NamesOwners = scenario.DetailsNameOwners,
            SnapshotNamesOwners = scenario.SnapshotNamesOwners,
            SnapshotListsClosed = scenario.ListsClosed,
            UsesMixedCase = scenario.UsesMixedCase,
            GainsDifferByOwner = true,
        };
        foreach (var (position, owners) in scenario.Ownerships.Index())
        {
            world.Position(new HeldPosition(1, Wallets.Lower(1000 + position), "aavev3", "aave-v3", $"P{position}", "supply", false, owners.ToDictionary(w => w, w => (decimal)((10 * position) + w)))
            {
                IsOpen = !scenario.Closed[position % scenario.Closed.Length],
                IsLocked = position % 2 == 0,
            });
        }

        return world;
    }

    /// <summary>The fields that a key requested. Other fields may differ.</summary>
    private static IEnumerable<object> ComparedFields(LoadResult<PositionHoldings> result, HoldingFacets facets) =>
        result.Value!.Items.Where(p => facets.HasFlag(HoldingFacets.Closed) || p.Status == HoldingStatus.Open).OrderBy(p => p.Key).Select(p => (object)(
            p.Key,
            p.ValueUsd,
            p.Status,
            p.Underlying.Single().Amount.ToString(),
            facets.HasFlag(HoldingFacets.ProfitAndLoss) ? (p.ProfitAndLoss.Value?.AbsoluteUsd, p.ProfitAndLoss.Value?.Roi) : default,
            facets.HasFlag(HoldingFacets.Locks) ? p.IsLocked : default,
            facets.HasFlag(HoldingFacets.Economics) ? (p.Economics.Value?.UnclaimedFeesUsd, p.Economics.Value?.HoldingTimeDays) : default));

    private static async Task<bool> EachWalletGetsWhatItHasAloneAsync(int[][] ownerships, bool namesOwners)
    {
        var world = new StubWorld { NamesOwners = namesOwners };
        foreach (var (position, owners) in ownerships.Index())
            world.Supply(Wallets.Lower(1000 + position), $"P{position}", [.. owners.Select(w => (w, (decimal)((10 * position) + w)))]);
        using var core = CoreHost.Over(world.Stub);
        PositionsKey[] keys = [.. Enumerable.Range(1, WalletCount).Select(w => new PositionsKey(Wallets.Owners(w)))];

        var results = await core.Positions.LoadAsync(keys, CancellationToken.None);

        var coOwners = ownerships.Where(owners => owners.Length > 1).SelectMany(owners => owners).Distinct().Count();
        var expectedCalls = ownerships.Length == 0 ? 1 : 1 + (namesOwners ? coOwners : WalletCount);
        return world.Requests.Count == expectedCalls && Enumerable.Range(1, WalletCount).All(w =>
            results[keys[w - 1]].Value!.Items.Select(p => (p.Name, p.ValueUsd)).Order().SequenceEqual(
                ownerships.Index().Where(o => o.Item.Contains(w)).Select(o => ($"P{o.Index}", (decimal?)((10 * o.Index) + w))).Order()));
    }

    private static OwnedRow<Position> Row(int number, int[] owners) => new(
        new Position(
            default, new Chain(1, "Ethereum", null, null), new Protocol("p", "P", null), PositionKind.Supply, $"P{number}", default, null, null, false, default, HoldingStatus.Open, 1, [], [], default, default),
        [.. owners.Select(Wallets.Address)]);
}
