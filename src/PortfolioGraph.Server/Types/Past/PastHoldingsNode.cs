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
