using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;
using PortfolioGraph.Server.Types.Positions;
using PortfolioGraph.Server.Types.Protocols;
using PortfolioGraph.Server.Types.Tokens;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The fields that wallets, portfolios and their chain slices share.</summary>
[ExtendObjectType<IHoldings>]
public static class HoldingsFields
{
    /// <summary>The total value in USD: assets minus debts. Null if unknown.</summary>
    [Cost(10)]
    public static async Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken)).ValueOrThrow(context).TotalUsd;

    /// <summary>The value by chain, category and protocol. Null with an error if it cannot be loaded.</summary>
    [Cost(10)]
    public static async Task<ValueBreakdown?> GetBreakdownAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IPositionsByKeyDataLoader positions,
        ITokensByKeyDataLoader tokens,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var value = values.LoadAsync(new ValueKey(holdings.Scope, WithBreakdown: true), cancellationToken);
        context.StartReconciliation(holdings.Scope, tokens, positions, cancellationToken);
        return (await value).ValueOrThrow(context).Breakdown;
    }

    /// <summary>The total value in USD as text: `valueUsd` without the rounding of numbers, up to 28 significant digits. Null if unknown.</summary>
    [Cost(10)]
    public static async Task<BigDecimal?> GetExactValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        BigDecimal.Of(await GetValueUsdAsync(holdings, values, context, cancellationToken));

    /// <summary>
    /// The tokens held, highest value first, unpriced tokens last, unless <c>order</c> sets another order. A cursor identifies a point in the order, and is valid for the same
    /// <c>order</c> with any <c>where</c>. The next page starts after that point, and the previous page ends before it, even if the token has moved or is gone. Null with an error
    /// if the tokens cannot be loaded.
    /// </summary>
    /// <param name="range">The period of the tokens' profit and loss.</param>
    /// <param name="includeClosed">Whether to include tokens that are no longer held. They do not count in any value.</param>
    [UsePaging(ConnectionName = "TokenHolding", ProviderName = "tokens", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    [UseFiltering<TokenHoldingFilter>]
    [UseSorting<TokenHoldingSort>]
    [Cost(20)]
    public static async Task<IEnumerable<TokenHolding>?> GetTokensAsync(
        [Parent] IHoldings holdings,
        ITokensByKeyDataLoader tokens,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear,
        bool includeClosed = false)
    {
        var rows = tokens.LoadAsync(context.CreateTokensKey(context.CheckCursors<TokenHolding>(holdings.Scope).Owners, range, includeClosed), cancellationToken);
        var whole = context.LoadQueriedValue(holdings.Scope, values, cancellationToken);
        return context.SetSource(ListState.TokenSource, await rows)
            .ThrowIfClosedMissing(includeClosed).InScope(holdings.Scope, includeClosed, range)
            .ForQuery(context, await whole);
    }

    /// <summary>
    /// The positions in protocols, highest value first, then debts, then unpriced positions, unless <c>order</c> sets another order. A cursor identifies a point in the order, and
    /// is valid for the same <c>order</c> with any <c>where</c>. The next page starts after that point, and the previous page ends before it, even if the position has moved or is
    /// gone. Null with an error if the positions cannot be loaded.
    /// </summary>
    /// <param name="includeClosed">Whether to include positions that are no longer held. They do not count in any value.</param>
    [UsePaging(ConnectionName = "ProtocolPosition", ProviderName = "positions", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    [UseFiltering<PositionFilter>]
    [UseSorting<PositionSort>]
    [Cost(30)]
    public static async Task<IEnumerable<Position>?> GetPositionsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken,
        bool includeClosed = false)
    {
        var rows = positions.LoadAsync(context.CreatePositionsKey(context.CheckCursors<Position>(holdings.Scope).Owners, includeClosed), cancellationToken);
        var whole = context.LoadQueriedValue(holdings.Scope, values, cancellationToken);
        return context.SetSource(ListState.PositionSource, await rows)
            .ThrowIfClosedMissing(includeClosed).InScope(holdings.Scope, includeClosed)
            .ForQuery(context, await whole);
    }

    /// <summary>
    /// The protocols with open positions, highest value first, unpriced protocols last, unless <c>order</c> sets another order. A cursor identifies a point in the order, and is
    /// valid for the same <c>order</c> with any <c>where</c>. The next page starts after that point, and the previous page ends before it, even if the protocol has moved or is gone.
    /// Null with an error if the protocols cannot be loaded.
    /// </summary>
    [UsePaging(ConnectionName = "ProtocolHoldings", ProviderName = "protocols", DefaultPageSize = 20, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    [UseFiltering<ProtocolHoldingsFilter>]
    [UseSorting<ProtocolHoldingsSort>]
    [Cost(30)]
    public static async Task<IEnumerable<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var rows = positions.LoadAsync(context.CreateProtocolsKey(context.CheckCursors<ProtocolHoldings>(holdings.Scope).Owners), cancellationToken);
        var whole = context.LoadQueriedValue(holdings.Scope, values, cancellationToken);
        return context.SetSource(ListState.ProtocolSource, await rows).ByProtocol(holdings.Scope).ForQuery(context, await whole);
    }

    /// <summary>The profit or loss of all holdings. Null if the data source has no figure, with an error if it cannot be loaded.</summary>
    /// <param name="range">The period of the profit or loss.</param>
    [Cost(10)]
    public static async Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        (await profits.LoadAsync(new ProfitAndLossKey(holdings.Scope.Owners, range), cancellationToken)).ValueOrThrow(context).InScope(holdings.Scope);
}
