namespace PortfolioGraph.Core;

/// <summary>The order of tokens and positions: highest value first, unpriced last, then by key.</summary>
internal static class HoldingOrder
{
    /// <summary>Merges the rows of each token into one holding, debts separately from assets, and sorts them.</summary>
    public static TokenHoldings ToHoldings(this IEnumerable<TokenHolding> tokens) =>
        new(InOrder(Merge(tokens, static t => (t.Token.ChainId, t.Token.Address, t.IsDebt), TokenMerge.Merge)));

    /// <summary>Merges positions that differ only in their owners, and sorts them.</summary>
    public static PositionHoldings ToHoldings(this IEnumerable<Position> positions) => new(InOrder(Merge(positions, static p => p.Key, PositionMerge.Merge)));

    /// <summary>Sorts items by their sort positions.</summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> items)
        where T : IHasSortPosition
    {
        T[] sorted = [.. items];
        Array.Sort(sorted, static (one, other) => Compare(one, other));
        return sorted;
    }

    // The keys of two items, which are texts, are only needed if their values are equal.
    private static int Compare<T>(T one, T other)
        where T : IHasSortPosition =>
        SortPosition.CompareValues(one.ValueUsd, other.ValueUsd) is not 0 and var order ? order : SortPosition.Order.Compare(one.SortPosition, other.SortPosition);

    private static IEnumerable<T> Merge<T, TKey>(IEnumerable<T> rows, Func<T, TKey> keyOf, Func<IReadOnlyList<T>, T> merge)
        where TKey : notnull
    {
        T[] all = [.. rows];
        var seen = new HashSet<TKey>(all.Length);
        // Nearly always, each item is one row.
        return Array.TrueForAll(all, row => seen.Add(keyOf(row))) ? all : all.GroupBy(keyOf).Select(group => merge([.. group]));
    }
}
