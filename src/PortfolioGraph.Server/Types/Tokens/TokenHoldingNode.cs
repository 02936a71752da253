using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>One token held by a wallet or portfolio on one chain.</summary>
[ObjectType<TokenHolding>]
public static partial class TokenHoldingNode
{
    static partial void Configure(IObjectTypeDescriptor<TokenHolding> descriptor) =>
        descriptor.Ignore(t => t.Scope).Ignore(t => t.Range).Ignore(t => t.Key);

    /// <summary>The holding's global id: it holds everything the values depend on (whose, chain, contract, range, moment).</summary>
    [ID]
    public static string GetId([Parent] TokenHolding holding) => holding.Key;

    /// <summary>The token's part of the value of the wallet, portfolio or chain slice it was asked in, as a fraction: 0.25 is a quarter. Null where either is unknown or the whole is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] TokenHolding holding,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(holding.ValueUsd, await holding.Scope.LoadValueAsync(values, past, context, cancellationToken));

    /// <summary>Gain or loss over the range asked for. Null where the data source gives none, as for new and unpriced tokens.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] TokenHolding holding, IResolverContext context) => holding.ProfitAndLoss.ValueOrThrow();
}

/// <summary>What a connection of tokens says besides its page.</summary>
[ExtendObjectType("TokenHoldingConnection")]
public static class TokenHoldingConnectionFields
{
    /// <summary>Where the tokens come from and how old they are.</summary>
    public static Source GetSource([ScopedState("tokens")] LoadResult<TokenHoldings> tokens) => tokens.Source!;
}
