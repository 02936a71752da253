using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Past;

/// <summary>The holdings of a wallet or portfolio at a time in the past.</summary>
[ObjectType<PastHoldings>]
public static partial class PastHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<PastHoldings> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>The total value in USD: priced tokens plus positions minus debts. Null if no holding had a price, with an error if the tokens or positions cannot be loaded.</summary>
    public static decimal? GetValueUsd([Parent] PastHoldings past, IResolverContext _) => past.ValueUsd.ValueOrThrow();

    /// <summary>The tokens held, highest value first, unpriced tokens last, without profit and loss. Null with an error if they cannot be loaded.</summary>
    [UsePaging(ConnectionName = "TokenHolding", ProviderName = "tokens", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    public static IEnumerable<TokenHolding>? GetTokens([Parent] PastHoldings past, IResolverContext context)
    {
        context.SetScopedState(ListState.TokenSource, past.Source);
        return past.Tokens.ValueOrThrow();
    }

    /// <summary>The positions held, highest value first, then debts, then unpriced positions, without profit and loss or economics. Null with an error if they cannot be loaded.</summary>
    [UsePaging(ConnectionName = "ProtocolPosition", ProviderName = "positions", DefaultPageSize = 50, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    public static IEnumerable<Position>? GetPositions([Parent] PastHoldings past, IResolverContext context)
    {
        context.SetScopedState(ListState.PositionSource, past.Source);
        return past.Positions.ValueOrThrow();
    }
}

/// <summary>The past holdings of wallets and portfolios.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class PastFields
{
    /// <summary>The holdings at a time in the past. Null with the error TIME_INVALID if the time is in the future or before 2015-07-30, and with another error if they cannot be loaded.</summary>
    /// <param name="time">The time; fractions of a second are cut off.</param>
    [Cost(20)]
    public static async Task<PastHoldings?> GetAtAsync(
        [Parent] IMultiChainHoldings holdings,
        DateTimeOffset time,
        IPastByKeyDataLoader past,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await past.LoadAsync(new PastHoldingsKey(holdings.Scope.Owners, clock.RequirePast(time, "at", "time")), cancellationToken)).ValueOrThrow(context);
}
