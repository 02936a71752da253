using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The value by chain, by category and by protocol. The chains and the categories each add up to the total; the protocols add up to the category PROTOCOLS.</summary>
[ObjectType<ValueBreakdown>]
public static partial class BreakdownNode
{
    static partial void Configure(IObjectTypeDescriptor<ValueBreakdown> descriptor) => descriptor.Ignore(b => b.Scope);

    /// <summary>The value of all assets in USD before debts in protocols: the total plus these debts. A token that is a debt (<c>TokenHolding.isDebt</c>) counts as negative, as in the total. Null with an error if the positions cannot be loaded.</summary>
    public static async Task<decimal?> GetAssetsUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        breakdown.AssetsUsd((await positions.LoadAsync(Reconciliation.Positions(breakdown.Scope), cancellationToken)).ValueOrThrow(context));

    /// <summary>Debts to protocols in USD, as a positive number. Tokens that are debts are not included. Null with an error if the positions cannot be loaded.</summary>
    public static async Task<decimal?> GetDebtsUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.Positions(breakdown.Scope), cancellationToken)).ValueOrThrow(context).DebtsUsd(breakdown.Scope);

    /// <summary>Unclaimed rewards and trading fees of the positions in USD. Null with an error if they cannot be loaded.</summary>
    public static async Task<decimal?> GetClaimableUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.PositionsWithEconomics(breakdown.Scope), cancellationToken)).ValueOrThrow(context).ClaimableUsd(breakdown.Scope).ValueOrThrow();

    /// <summary>The value in USD of positions that cannot be withdrawn now. Null with an error if they cannot be loaded.</summary>
    public static async Task<decimal?> GetLockedUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.PositionsWithLocks(breakdown.Scope), cancellationToken)).ValueOrThrow(context).LockedUsd(breakdown.Scope).ValueOrThrow();

    /// <summary>The total minus the sum of all tokens and positions, in USD. 0 if they agree within a cent or 0.1 %. Null with an error if the tokens or positions cannot be loaded.</summary>
    public static async Task<decimal?> GetUnexplainedUsdAsync(
        [Parent] ValueBreakdown breakdown,
        ITokensByKeyDataLoader tokens,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var tokensHeld = tokens.LoadAsync(Reconciliation.Tokens(breakdown.Scope), cancellationToken);
        var positionsHeld = positions.LoadAsync(Reconciliation.Positions(breakdown.Scope), cancellationToken);
        return breakdown.UnexplainedUsd((await tokensHeld).ValueOrThrow(context), (await positionsHeld).ValueOrThrow(context));
    }
}
