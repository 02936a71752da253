using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.World;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>No wallet ever sees another's rows, however they are asked for and whatever the rows name.</summary>
public sealed class IsolationLaws
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
    public void LoadAsync_Should_GiveEachWalletWhatItHasAlone_When_ManyAreLoadedTogether() =>
        Prop.ForAll(Ownerships, Gen.Elements(true, false).ToArbitrary(), (ownerships, namesOwners) =>
            GivesEachWhatItHasAloneAsync(ownerships, namesOwners)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_Should_GiveOnlyRowsThatNameTheWalletAlone_When_RowsNameAnybody() =>
        Prop.ForAll(Namings, SomeWallets.ToArbitrary(), (namings, wanted) =>
        {
            var asked = Wallets.Owners([.. Enumerable.Range(1, Wallets_)]);
            var rows = new OwnedPositions([.. namings.Select((owners, i) => Row(i, owners))]);

            var split = OwnerSplit.Of(asked, [.. wanted.Select(Wallets.Address)], rows.Rows);

            return split.Own.Keys.Concat(split.Uncertain).Order().SequenceEqual(wanted.Select(Wallets.Address).Order())
                && split.Own.All(own => rows.Rows.All(row =>
                    row.Named.Count > 0 && (!row.Named.Contains(own.Key) || row.Named.Count == 1)
                    && own.Value.Any(position => position.Name == row.Held.Name) == row.Named.SequenceEqual([own.Key])));
        }).QuickCheckThrowOnFailure();

    private static async Task<bool> GivesEachWhatItHasAloneAsync(int[][] ownerships, bool namesOwners)
    {
        var world = new StubWorld { NamesOwners = namesOwners };
        foreach (var (position, owners) in ownerships.Index())
            world.Supply(Wallets.Lower(1000 + position), $"P{position}", [.. owners.Select(w => (w, (decimal)((10 * position) + w)))]);
        using var core = CoreHost.Over(world.Stub);
        PositionsKey[] keys = [.. Enumerable.Range(1, Wallets_).Select(w => new PositionsKey(Wallets.Owners(w)))];

        var answers = await core.Positions.LoadAsync(keys, CancellationToken.None);

        var sharers = ownerships.Where(owners => owners.Length > 1).SelectMany(owners => owners).Distinct().Count();
        var expectedCalls = ownerships.Length == 0 ? 1 : 1 + (namesOwners ? sharers : Wallets_);
        return world.Requests.Count == expectedCalls && Enumerable.Range(1, Wallets_).All(w =>
            answers[keys[w - 1]].Value!.Items.Select(p => (p.Name, p.ValueUsd)).Order().SequenceEqual(
                ownerships.Index().Where(o => o.Item.Contains(w)).Select(o => ($"P{o.Index}", (decimal?)((10 * o.Index) + w))).Order()));
    }

    private static OwnedRow<Position> Row(int number, int[] owners) => new(
        new Position(
            default, new Chain(1, "Ethereum", null, null), new Protocol("p", "P", null), PositionKind.Supply, $"P{number}", default, null, null, false, default, HoldingStatus.Open, 1, [], [], default, default),
        [.. owners.Select(Wallets.Address)]);
}
