using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The fields that wallets, portfolios and their chain slices share.</summary>
[ExtendObjectType<IHoldings>]
public static class HoldingsFields
{
    /// <summary>The whole value in USD, assets minus debts. Null where unknown.</summary>
    [Cost(10)]
    public static async Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken)).ValueOrThrow(context).TotalUsd;

    /// <summary>
    /// The tokens held, greatest value first, unpriced last. A cursor names a token's place in this order: the page after it is what follows that place now, even if
    /// the token has moved or is gone. Null with an error where they cannot be loaded.
    /// </summary>
    /// <param name="range">The time over which the tokens' profit and loss looks back.</param>
    /// <param name="includeClosed">Whether tokens no longer held are listed too; they count in no value.</param>
    [UsePaging(ConnectionName = "TokenHolding", ProviderName = "tokens", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = false)]
    [Cost(20)]
    public static async Task<IEnumerable<TokenHolding>?> GetTokensAsync(
        [Parent] IHoldings holdings,
        ITokensByKeyDataLoader tokens,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear,
        bool includeClosed = false) =>
        context.SetConnectionState("tokens", await tokens.LoadAsync(context.TokensOf(context.PagedScope<TokenHolding>(holdings.Scope).Owners, range, includeClosed), cancellationToken))
            .ThrowIfClosedMissing(includeClosed).Over(range).In(holdings.Scope, includeClosed);

    /// <summary>
    /// The positions in protocols, greatest value first, debts last, unpriced after them. A cursor names a position's place in this order: the page after it is what
    /// follows that place now, even if the position has moved or is gone. Null with an error where they cannot be loaded.
    /// </summary>
    /// <param name="includeClosed">Whether positions no longer held are listed too; they count in no value.</param>
    [UsePaging(ConnectionName = "Position", ProviderName = "positions", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = false)]
    [Cost(30)]
    public static async Task<IEnumerable<Position>?> GetPositionsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken,
        bool includeClosed = false) =>
        context.SetConnectionState("positions", await positions.LoadAsync(context.PositionsOf(context.PagedScope<Position>(holdings.Scope).Owners, includeClosed), cancellationToken))
            .ThrowIfClosedMissing(includeClosed).In(holdings.Scope, includeClosed);

    /// <summary>The protocols with open positions, greatest value first. Null with an error where they cannot be loaded.</summary>
    [Cost(30), ListSize(AssumedSize = 20)]
    public static async Task<IReadOnlyList<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(context.ProtocolsOf(holdings.Scope.Owners), cancellationToken))
            .ValueOrThrow(context).ByProtocol(holdings.Scope);

    /// <summary>Gain or loss of everything together. Null where the data source gives none, with an error where it cannot be loaded.</summary>
    /// <param name="range">The time looked back over.</param>
    [Cost(10)]
    public static async Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        (await profits.LoadAsync(new ProfitAndLossKey(holdings.Scope.Owners, range), cancellationToken)).ValueOrThrow(context).In(holdings.Scope);
}
