using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Past;

/// <summary>What a wallet or portfolio held at a moment of the past.</summary>
[ObjectType<PastHoldings>]
public static partial class PastHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<PastHoldings> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>Tokens plus positions minus debts in USD, as far as they were priced. Null where nothing that was held had a price, with an error where either part cannot be loaded.</summary>
    public static decimal? GetValueUsd([Parent] PastHoldings past, IResolverContext context) => past.ValueUsd.ValueOrThrow();

    /// <summary>The tokens held, greatest value first, unpriced last, without profit and loss. Null with an error where they cannot be loaded.</summary>
    [ListSize(AssumedSize = 50)]
    public static IReadOnlyList<TokenHolding>? GetTokens([Parent] PastHoldings past, IResolverContext context) => past.Tokens.ValueOrThrow();

    /// <summary>The positions held, greatest value first, debts last, unpriced after them, without profit and loss and economics. Null with an error where they cannot be loaded.</summary>
    [ListSize(AssumedSize = 50)]
    public static IReadOnlyList<Position>? GetPositions([Parent] PastHoldings past, IResolverContext context) => past.Positions.ValueOrThrow();
}

/// <summary>The past of wallets and portfolios.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class PastFields
{
    /// <summary>What was held at a moment of the past. Null with the error TIME_INVALID where the moment lies in the future or before 2015-07-30, with another where it cannot be loaded.</summary>
    /// <param name="time">The moment; parts of a second are cut off.</param>
    [Cost(20)]
    public static async Task<PastHoldings?> GetAtAsync(
        [Parent] IMultiChainHoldings holdings,
        DateTimeOffset time,
        IPastByKeyDataLoader past,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await past.LoadAsync(new PastHoldingsKey(holdings.Scope.Owners, clock.Past(time)), cancellationToken)).ValueOrThrow(context);
}
