namespace PortfolioGraph.Core;

/// <summary>The order of everything held: greatest value first, unpriced last, then by id.</summary>
internal static class HoldingOrder
{
    public static TokenHoldings ToHoldings(this IEnumerable<TokenHolding> tokens) => new(InOrder(tokens));

    /// <summary>Positions that only their owners tell apart are one.</summary>
    public static PositionHoldings ToHoldings(this IEnumerable<Position> positions) =>
        new(InOrder(positions.GroupBy(static p => p.Key).Select(static same => same.Aggregate(PositionMerge.Merge))));

    private static IReadOnlyList<T> InOrder<T>(IEnumerable<T> items)
        where T : IPlaced =>
        [.. items.OrderBy(static item => item.Place, Place.Order)];
}
