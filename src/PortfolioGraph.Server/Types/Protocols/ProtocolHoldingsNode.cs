using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>All positions of a wallet, portfolio or chain slice in one protocol.</summary>
[ObjectType<ProtocolHoldings>]
public static partial class ProtocolHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<ProtocolHoldings> descriptor) => descriptor.Ignore(p => p.Scope).Ignore(p => p.QueriedShare);

    /// <summary>The open positions, highest value first, then debts, then unpriced positions. They take no call. Their cursors are those of all positions of the same wallet, portfolio or chain.</summary>
    [UsePaging(ConnectionName = "ProtocolPosition", ProviderName = "positions", DefaultPageSize = 10, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    public static IEnumerable<Position>? GetPositions([Parent] ProtocolHoldings holdings, [ScopedState(ListState.ProtocolSource)] Source source, IResolverContext context)
    {
        context.SetScopedState(ListState.PositionSource, source);
        return holdings.Positions;
    }

    /// <summary>The protocol's share of the value of its parent (wallet, portfolio or chain slice) as a fraction. Null if either value is unknown or the parent's value is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] ProtocolHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(holdings.ValueUsd, (await values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken)).ValueOrThrow(context).TotalUsd);

    /// <summary>The sum of the profit or loss of the positions since each was opened. Its return is null unless there is exactly one position, because returns cannot be added.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] ProtocolHoldings holdings, IResolverContext _) => holdings.ProfitAndLoss.ValueOrThrow();
}
