namespace PortfolioGraph.Core;

/// <summary>The order of tokens and positions: highest value first, unpriced last, then by key.</summary>
internal static class HoldingOrder
{
    /// <summary>Merges the rows of each token into one holding, debts separately from assets, and sorts them.</summary>
    public static TokenHoldings ToHoldings(this IEnumerable<TokenHolding> tokens) =>
        new(InOrder(tokens.GroupBy(static t => (t.Token.ChainId, t.Token.Address, t.IsDebt)).Select(static group => TokenMerge.Merge([.. group]))));

    /// <summary>Merges positions that differ only in their owners, and sorts them.</summary>
    public static PositionHoldings ToHoldings(this IEnumerable<Position> positions) =>
        new(InOrder(positions.GroupBy(static p => p.Key).Select(static group => PositionMerge.Merge([.. group]))));

    /// <summary>Sorts items by their sort positions.</summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> items)
        where T : IHasSortPosition =>
        [.. items.OrderBy(static item => item.SortPosition, SortPosition.Order)];
}
