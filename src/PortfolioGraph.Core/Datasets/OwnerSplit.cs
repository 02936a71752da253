namespace PortfolioGraph.Core;

/// <summary>
/// The rows of a batched response, split by wallet. A row belongs to a wallet if it names only this wallet. A wallet must be loaded alone if a row names it together
/// with others, or if a row of unknown owner might belong to it.
/// </summary>
/// <param name="Own">The rows of each wallet that is not ambiguous; empty if the wallet has no rows.</param>
/// <param name="Uncertain">The wallets to load alone.</param>
internal sealed record OwnerSplit<T>(IReadOnlyDictionary<Address, IReadOnlyList<T>> Own, IReadOnlyList<Address> Uncertain);

/// <summary>Splits batched responses by wallet.</summary>
internal static class OwnerSplit
{
    /// <summary>Splits the rows of a batched response.</summary>
    /// <param name="requested">All addresses of the call.</param>
    /// <param name="wallets">The addresses whose rows are needed.</param>
    /// <param name="rows">The rows of the response.</param>
    public static OwnerSplit<T> Of<T>(AddressSet requested, IReadOnlyList<Address> wallets, IReadOnlyList<OwnedRow<T>> rows)
    {
        if (!rows.All(row => row.Owners.AreAmong(requested)))
            return new OwnerSplit<T>(new Dictionary<Address, IReadOnlyList<T>>(), wallets);

        var shared = rows.Where(static row => row.Owners.Count > 1 || !row.IsUnambiguous).SelectMany(static row => row.Owners).ToHashSet();
        var byOwner = rows.ToLookup(static row => row.Owners[0], static row => row.Item);
        return new OwnerSplit<T>(
            wallets.Where(wallet => !shared.Contains(wallet)).ToDictionary(static wallet => wallet, IReadOnlyList<T> (wallet) => [.. byOwner[wallet]]),
            [.. wallets.Where(shared.Contains)]);
    }

    /// <summary>Whether the row names its owners and all of them were requested.</summary>
    public static bool AreAmong(this IReadOnlyList<Address> owners, AddressSet requested) => owners.Count > 0 && owners.All(requested.Contains);
}
