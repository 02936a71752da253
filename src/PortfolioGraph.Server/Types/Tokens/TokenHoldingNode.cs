using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>One token held by a wallet or portfolio on one chain.</summary>
[ObjectType<TokenHolding>]
public static partial class TokenHoldingNode
{
    static partial void Configure(IObjectTypeDescriptor<TokenHolding> descriptor) =>
        descriptor.Ignore(t => t.Scope).Ignore(t => t.Range).Ignore(t => t.Key).Ignore(t => t.QueriedShare);

    /// <summary>The holding's global id. It contains everything that determines the values: owners, chain, contract, range and time.</summary>
    [ID]
    public static string GetId([Parent] TokenHolding holding) => holding.Key;

    /// <summary>Returns the holding of an id, even if it is closed.</summary>
    /// <param name="id">The key of the holding.</param>
    /// <exception cref="GraphQLException">ID_INVALID, TOO_MANY_ADDRESSES, TIME_INVALID, HOLDING_NOT_FOUND, or the load failed.</exception>
    [NodeResolver]
    public static async Task<TokenHolding?> GetTokenHoldingByIdAsync(
        string id,
        ITokensByKeyDataLoader tokens,
        IPastByKeyDataLoader past,
        [Service] AddressLimits limits,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var scope = HoldingIds.ReadScopeOfHolding(id, limits) ?? throw ArgumentErrors.IdInvalid();
        var loaded = await scope.LoadPastAsync(past, clock, context, cancellationToken) is { } then
            ? then.Tokens.ValueOrThrow()
            : await context.LoadTokensAsync(scope, HoldingIds.ReadRange(id) ?? throw ArgumentErrors.IdInvalid(), tokens, cancellationToken);
        return loaded?.FirstOrDefault(holding => holding.Key == id) ?? throw ArgumentErrors.HoldingNotFound();
    }

    /// <summary>The value in USD as text: `valueUsd` without the rounding of numbers, up to 28 significant digits. Null if the token is unpriced.</summary>
    public static BigDecimal? GetExactValueUsd([Parent] TokenHolding holding) => BigDecimal.Of(holding.ValueUsd);

    /// <summary>The token's share of the value of its parent (wallet, portfolio or chain slice) as a fraction: 0.25 is 25 %. Null if either value is unknown or the parent's value is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] TokenHolding holding,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(holding.ValueUsd, await holding.Scope.LoadValueAsync(values, past, context, cancellationToken));

    /// <summary>The profit or loss over the requested range. Null if the data source has no figure, as for new and unpriced tokens.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] TokenHolding holding, IResolverContext _) => holding.ProfitAndLoss.ValueOrThrow();
}
