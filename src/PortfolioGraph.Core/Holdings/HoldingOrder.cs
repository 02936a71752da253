namespace PortfolioGraph.Core;

/// <summary>The order of everything held: greatest value first, unpriced last, then by id.</summary>
internal static class HoldingOrder
{
    /// <summary>Rows of one token are one holding, what is owed apart from what is owned.</summary>
    public static TokenHoldings ToHoldings(this IEnumerable<TokenHolding> tokens) =>
        new(InOrder(tokens.GroupBy(static t => (t.Token.ChainId, t.Token.Address, t.IsDebt)).Select(static same => TokenMerge.Merge([.. same]))));

    /// <summary>Positions that only their owners tell apart are one.</summary>
    public static PositionHoldings ToHoldings(this IEnumerable<Position> positions) =>
        new(InOrder(positions.GroupBy(static p => p.Key).Select(static same => PositionMerge.Merge([.. same]))));

    private static IReadOnlyList<T> InOrder<T>(IEnumerable<T> items)
        where T : IPlaced =>
        [.. items.OrderBy(static item => item.Place, Place.Order)];
}
