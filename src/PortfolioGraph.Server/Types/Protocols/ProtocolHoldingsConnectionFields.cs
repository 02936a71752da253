using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>The additional fields of a connection of protocols. Sums are over the whole list after filters, not over the page.</summary>
[ExtendObjectType("ProtocolHoldingsConnection")]
public static class ProtocolHoldingsConnectionFields
{
    /// <summary>The origin and age of the positions.</summary>
    public static Source GetSource([ScopedState(ListState.ProtocolSource)] Source source) => source;

    /// <summary>The sum of the values of the whole list in USD, all pages included. Debts count as negative; unpriced positions do not count. 0 if there is no position. Null if none is priced.</summary>
    public static decimal? GetValueUsd([ScopedState(ListState.ProtocolItems)] IReadOnlyList<ProtocolHoldings> protocols) => protocols.SumValueUsd();

    /// <summary>The number of protocols in the whole list without any priced position. The sum of the values does not contain them.</summary>
    public static int GetUnpricedCount([ScopedState(ListState.ProtocolItems)] IReadOnlyList<ProtocolHoldings> protocols) => protocols.CountUnpriced();

    /// <summary>
    /// The sum of the profit or loss of the whole list since each position was opened. Positions without a figure do not count. Its return is null unless there is exactly one position,
    /// because returns cannot be added. Null if no position has a figure.
    /// </summary>
    public static ProfitAndLoss? GetProfitAndLoss([ScopedState(ListState.ProtocolItems)] IReadOnlyList<ProtocolHoldings> protocols, IResolverContext context) =>
        protocols.SumProfitAndLoss().ValueOrThrow();
}
