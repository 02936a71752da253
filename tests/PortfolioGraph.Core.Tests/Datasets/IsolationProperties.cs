using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>No wallet ever sees another's rows, however they are asked for and whatever the rows name.</summary>
public sealed class IsolationProperties
{
    private const int Wallets_ = 5;
    private const int Stranger = 99;

    private static readonly Gen<int[]> SomeWallets = Gen.SubListOf(Enumerable.Range(1, Wallets_)).Select(list => list.ToArray());

    /// <summary>Who owns each position of a world; some are shared.</summary>
    private static readonly Arbitrary<int[][]> Ownerships =
        Gen.Frequency((4, Gen.Choose(1, Wallets_).Select(w => new[] { w })), (1, SomeWallets.Where(w => w.Length > 0))).ListOf().Resize(8).Select(list => list.ToArray()).ToArbitrary();

    /// <summary>Rows that name anybody: nobody, strangers, several.</summary>
    private static readonly Arbitrary<int[][]> Namings =
        Gen.Frequency((5, Gen.Choose(1, Wallets_).Select(w => new[] { w })), (2, SomeWallets), (1, Gen.Constant(new[] { Stranger }))).ListOf().Resize(8).Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_ReturnWhatEachWalletHasAlone_When_ManyAreLoadedTogether() =>
        Prop.ForAll(Ownerships, Gen.Elements(true, false).ToArbitrary(), (ownerships, namesOwners) =>
            GivesEachWhatItHasAloneAsync(ownerships, namesOwners)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_Should_ReturnOnlyRowsThatNameTheWalletAlone_When_RowsNameArbitraryOwners() =>
        Prop.ForAll(Namings, SomeWallets.ToArbitrary(), (namings, wanted) =>
        {
            var asked = Wallets.Owners([.. Enumerable.Range(1, Wallets_)]);
            var rows = new OwnedPositions([.. namings.Select((owners, i) => Row(i, owners))]);

            var split = OwnerSplit.Of(asked, [.. wanted.Select(Wallets.Address)], rows.Rows);

            return split.Own.Keys.Concat(split.Uncertain).Order().SequenceEqual(wanted.Select(Wallets.Address).Order())
                && split.Own.All(own => rows.Rows.All(row =>
                    row.Owners.Count > 0 && (!row.Owners.Contains(own.Key) || row.Owners.Count == 1)
                    && own.Value.Any(position => position.Name == row.Item.Name) == row.Owners.SequenceEqual([own.Key])));
        }).QuickCheckThrowOnFailure();

    /// <summary>Facets with everything, or without what takes another way.</summary>
    private static readonly Gen<HoldingFacets> SomeFacets =
        Gen.SubListOf(HoldingFacets.ProfitAndLoss, HoldingFacets.Locks, HoldingFacets.Economics, HoldingFacets.Closed).Select(list => list.Aggregate(HoldingFacets.None, (all, facet) => all | facet));

    /// <summary>A way the upstream may be, and who asks it for what, one batch after the other: first for single wallets, from which it is learned, then for many.</summary>
    private sealed record Course(int[][] Ownerships, bool[] Closed, bool DetailsName, bool SnapshotNames, bool TurnsMeanwhile, bool ListsClosed, bool InMixedCase, HoldingFacets[] Facets);

    private static readonly Arbitrary<Course> Courses =
        (from ownerships in Ownerships.Generator
         from closed in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(8)
         from switches in Gen.Elements(true, false).ArrayOf(5)
         from facets in SomeFacets.ArrayOf(Wallets_)
         select new Course(ownerships, closed, switches[0], switches[1], switches[2], switches[3], switches[4], facets)).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_ReturnOnlyEachWalletsOwnRows_When_EndpointsStartOrStopNamingOwners() =>
        Prop.ForAll(Courses, course => GivesEachItsOwnAsync(course)).QuickCheckThrowOnFailure();

    private static async Task<bool> GivesEachItsOwnAsync(Course course)
    {
        var world = WorldOf(course);
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"), ("Upstream:MaxAddressesPerCall", "3"));
        PositionsKey[] keys = [.. Enumerable.Range(1, Wallets_).Select(w => new PositionsKey(Wallets.Owners(w), course.Facets[w - 1]))];
        PositionsKey group = new(Wallets.Owners(1, 2), course.Facets[0] | course.Facets[1]);
        foreach (var wallet in keys)
            await core.Positions.LoadOneAsync(wallet, CancellationToken.None);
        if (course.TurnsMeanwhile)
            (world.NamesOwners, world.SnapshotNamesOwners) = (!world.NamesOwners, !world.SnapshotNamesOwners);

        var first = await core.Positions.LoadAsync([.. keys, group], CancellationToken.None);
        var second = await core.Positions.LoadAsync(keys, CancellationToken.None);

        foreach (var key in keys)
        {
            var lone = WorldOf(course);
            (lone.NamesOwners, lone.SnapshotNamesOwners) = (world.NamesOwners, world.SnapshotNamesOwners);
            using var single = CoreHost.Over(lone.Stub);
            var alone = Stories(await single.Positions.LoadOneAsync(key, CancellationToken.None), key.Facets);
            if (!Stories(first[key], key.Facets).SequenceEqual(alone) || !Stories(second[key], key.Facets).SequenceEqual(alone))
                return false;
        }

        return true;
    }

    private static StubWorld WorldOf(Course course)
    {
        var world = new StubWorld
        {
            NamesOwners = course.DetailsName,
            SnapshotNamesOwners = course.SnapshotNames,
            SnapshotListsClosed = course.ListsClosed,
            AnswersInMixedCase = course.InMixedCase,
            GainsByValue = true,
        };
        foreach (var (position, owners) in course.Ownerships.Index())
        {
            world.Position(new HeldPosition(1, Wallets.Lower(1000 + position), "aavev3", "aave-v3", $"P{position}", "supply", false, owners.ToDictionary(w => w, w => (decimal)((10 * position) + w)))
            {
                IsOpen = !course.Closed[position % course.Closed.Length],
                IsLocked = position % 2 == 0,
            });
        }

        return world;
    }

    /// <summary>All that a key asked for; what else came with it may differ.</summary>
    private static IEnumerable<object> Stories(LoadResult<PositionHoldings> result, HoldingFacets facets) =>
        result.Value!.Items.Where(p => facets.HasFlag(HoldingFacets.Closed) || p.Status == HoldingStatus.Open).OrderBy(p => p.Key).Select(p => (object)(
            p.Key,
            p.ValueUsd,
            p.Status,
            p.Underlying.Single().Amount.ToString(),
            facets.HasFlag(HoldingFacets.ProfitAndLoss) ? (p.ProfitAndLoss.Value?.AbsoluteUsd, p.ProfitAndLoss.Value?.Roi) : default,
            facets.HasFlag(HoldingFacets.Locks) ? p.IsLocked : default,
            facets.HasFlag(HoldingFacets.Economics) ? (p.Economics.Value?.UnclaimedFeesUsd, p.Economics.Value?.HoldingTimeDays) : default));

    private static async Task<bool> GivesEachWhatItHasAloneAsync(int[][] ownerships, bool namesOwners)
    {
        var world = new StubWorld { NamesOwners = namesOwners };
        foreach (var (position, owners) in ownerships.Index())
            world.Supply(Wallets.Lower(1000 + position), $"P{position}", [.. owners.Select(w => (w, (decimal)((10 * position) + w)))]);
        using var core = CoreHost.Over(world.Stub);
        PositionsKey[] keys = [.. Enumerable.Range(1, Wallets_).Select(w => new PositionsKey(Wallets.Owners(w)))];

        var results = await core.Positions.LoadAsync(keys, CancellationToken.None);

        var sharers = ownerships.Where(owners => owners.Length > 1).SelectMany(owners => owners).Distinct().Count();
        var expectedCalls = ownerships.Length == 0 ? 1 : 1 + (namesOwners ? sharers : Wallets_);
        return world.Requests.Count == expectedCalls && Enumerable.Range(1, Wallets_).All(w =>
            results[keys[w - 1]].Value!.Items.Select(p => (p.Name, p.ValueUsd)).Order().SequenceEqual(
                ownerships.Index().Where(o => o.Item.Contains(w)).Select(o => ($"P{o.Index}", (decimal?)((10 * o.Index) + w))).Order()));
    }

    private static OwnedRow<Position> Row(int number, int[] owners) => new(
        new Position(
            default, new Chain(1, "Ethereum", null, null), new Protocol("p", "P", null), PositionKind.Supply, $"P{number}", default, null, null, false, default, HoldingStatus.Open, 1, [], [], default, default),
        [.. owners.Select(Wallets.Address)]);
}
