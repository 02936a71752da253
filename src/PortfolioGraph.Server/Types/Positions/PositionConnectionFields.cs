using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>The additional fields of a connection of positions. Sums and groups are over the whole list after filters, not over the page.</summary>
[ExtendObjectType("ProtocolPositionConnection")]
public static class PositionConnectionFields
{
    /// <summary>The origin and age of the positions.</summary>
    public static Source GetSource([ScopedState(ListState.PositionSource)] Source source) => source;

    /// <summary>The sum of the values of the whole list in USD, all pages included. Debts count as negative; closed and unpriced positions do not count. 0 if no position is open. Null if none of them is priced.</summary>
    public static decimal? GetValueUsd([ScopedState(ListState.PositionItems)] IReadOnlyList<Position> positions) => positions.SumValueUsd();

    /// <summary>The number of unpriced positions in the whole list, closed ones not included. The sum of the values does not contain them.</summary>
    public static int GetUnpricedCount([ScopedState(ListState.PositionItems)] IReadOnlyList<Position> positions) => positions.CountUnpriced();

    /// <summary>
    /// The sum of the profit or loss of the whole list since each position was opened, closed positions included if they are in the list. Positions without a figure do not count. Its
    /// return is null unless there is exactly one position, because returns cannot be added. Null if no position has a figure, as for past holdings.
    /// </summary>
    public static ProfitAndLoss? GetProfitAndLoss([ScopedState(ListState.PositionItems)] IReadOnlyList<Position> positions, IResolverContext context) =>
        positions.SumProfitAndLoss().ValueOrThrow();

    /// <summary>The whole list by chain, highest value first.</summary>
    [ListSize(AssumedSize = 15)]
    public static IReadOnlyList<HoldingsByChain> GetByChain([ScopedState(ListState.PositionItems)] IReadOnlyList<Position> positions) => positions.ByChain();

    /// <summary>The whole list by protocol over all chains, highest value first.</summary>
    /// <param name="first">The maximum number of protocols: 1 to 500.</param>
    [ListSize(AssumedSize = 50, SlicingArguments = new[] { "first" }, RequireOneSlicingArgument = false)]
    public static IReadOnlyList<HoldingsByProtocol> GetByProtocol([ScopedState(ListState.PositionItems)] IReadOnlyList<Position> positions, IResolverContext context, int first = 50) =>
        [.. positions.ByProtocol().Take(ArgumentErrors.RequireGroupCount("byProtocol", first))];
}
