namespace PortfolioGraph.Core;

/// <summary>
/// Takes an answer for several wallets apart. A wallet's own rows are those that name it and nobody else; a wallet that appears in a row with several owners, or
/// that might own a row whose owner is not known, has no certain rows and is to be loaded alone.
/// </summary>
/// <param name="Own">The rows of each wallet that could be told apart; empty where it has none.</param>
/// <param name="Uncertain">The wallets to be loaded alone.</param>
internal sealed record OwnerSplit(IReadOnlyDictionary<Address, IReadOnlyList<Position>> Own, IReadOnlyList<Address> Uncertain)
{
    /// <param name="asked">All addresses that were in the call.</param>
    /// <param name="wanted">Those whose rows are wanted.</param>
    /// <param name="rows">The answer.</param>
    public static OwnerSplit Of(AddressSet asked, IReadOnlyList<Address> wanted, OwnedPositions rows)
    {
        if (!NamesOwners(asked, rows))
            return new OwnerSplit(new Dictionary<Address, IReadOnlyList<Position>>(), wanted);

        var shared = rows.Rows.Where(static row => row.Named.Count > 1).SelectMany(static row => row.Named).ToHashSet();
        var byOwner = rows.Rows.ToLookup(static row => row.Named[0], static row => row.Position);
        return new OwnerSplit(
            wanted.Where(wallet => !shared.Contains(wallet)).ToDictionary(static wallet => wallet, IReadOnlyList<Position> (wallet) => [.. byOwner[wallet].Select(position => Of(wallet, position))]),
            [.. wanted.Where(shared.Contains)]);
    }

    /// <summary>Whether every row names owners, and only such as were asked for.</summary>
    public static bool NamesOwners(AddressSet asked, OwnedPositions rows) => rows.Rows.All(row => row.Named.Count > 0 && row.Named.All(asked.Contains));

    private static Position Of(Address wallet, Position position) => position with { Scope = new Scope(AddressSet.Of(wallet)), Owners = [wallet] };
}
