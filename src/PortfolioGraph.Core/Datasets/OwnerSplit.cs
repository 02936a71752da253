namespace PortfolioGraph.Core;

/// <summary>
/// Takes an answer for several wallets apart. A wallet's own rows are those that name it and nobody else; a wallet that appears in a row with several owners, or
/// that might own a row whose owner is not known, has no certain rows and is to be loaded alone.
/// </summary>
/// <param name="Own">The rows of each wallet that could be told apart; empty where it has none.</param>
/// <param name="Uncertain">The wallets to be loaded alone.</param>
internal sealed record OwnerSplit<T>(IReadOnlyDictionary<Address, IReadOnlyList<T>> Own, IReadOnlyList<Address> Uncertain);

internal static class OwnerSplit
{
    /// <param name="requested">All addresses that were in the call.</param>
    /// <param name="wanted">Those whose rows are wanted.</param>
    /// <param name="rows">The answer.</param>
    public static OwnerSplit<T> Of<T>(AddressSet requested, IReadOnlyList<Address> wanted, IReadOnlyList<OwnedRow<T>> rows)
    {
        if (!rows.All(row => row.Owners.AreAmong(requested)))
            return new OwnerSplit<T>(new Dictionary<Address, IReadOnlyList<T>>(), wanted);

        var shared = rows.Where(static row => row.Owners.Count > 1 || !row.IsUnambiguous).SelectMany(static row => row.Owners).ToHashSet();
        var byOwner = rows.ToLookup(static row => row.Owners[0], static row => row.Item);
        return new OwnerSplit<T>(
            wanted.Where(wallet => !shared.Contains(wallet)).ToDictionary(static wallet => wallet, IReadOnlyList<T> (wallet) => [.. byOwner[wallet]]),
            [.. wanted.Where(shared.Contains)]);
    }

    /// <summary>Whether a row's owners are named, and only such as were asked for.</summary>
    public static bool AreAmong(this IReadOnlyList<Address> owners, AddressSet requested) => owners.Count > 0 && owners.All(requested.Contains);
}
