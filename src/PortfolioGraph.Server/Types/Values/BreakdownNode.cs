using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>A value split by chain, by category and by protocol; those by chain and by category add up to the total, that by protocol to the category PROTOCOLS.</summary>
[ObjectType<ValueBreakdown>]
public static partial class BreakdownNode
{
    static partial void Configure(IObjectTypeDescriptor<ValueBreakdown> descriptor) => descriptor.Ignore(b => b.Scope);

    /// <summary>Value of everything owned in USD, before debts in protocols: the total plus these debts. A token that is owed (<c>TokenHolding.isDebt</c>) counts negative here as in the total. Null with an error where the positions cannot be loaded.</summary>
    public static async Task<decimal?> GetAssetsUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        breakdown.AssetsUsd((await positions.LoadAsync(Reconciliation.Positions(breakdown.Scope), cancellationToken)).ValueOrThrow(context));

    /// <summary>What is owed to protocols in USD, as a positive number; tokens that are owed are not among it. Null with an error where the positions cannot be loaded.</summary>
    public static async Task<decimal?> GetDebtsUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.Positions(breakdown.Scope), cancellationToken)).ValueOrThrow(context).DebtsUsd();

    /// <summary>Rewards and trading fees earned by positions and not claimed yet, in USD. Null with an error where they cannot be loaded.</summary>
    public static async Task<decimal?> GetClaimableUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.PositionsWithEconomics(breakdown.Scope), cancellationToken)).ValueOrThrow(context).ClaimableUsd().ValueOrThrow();

    /// <summary>Value in USD of the positions that cannot be withdrawn now. Null with an error where they cannot be loaded.</summary>
    public static async Task<decimal?> GetLockedUsdAsync(
        [Parent] ValueBreakdown breakdown,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await positions.LoadAsync(Reconciliation.PositionsWithLocks(breakdown.Scope), cancellationToken)).ValueOrThrow(context).LockedUsd().ValueOrThrow();

    /// <summary>The total minus the sum of all tokens and positions, in USD; 0 where they agree within a cent or 0.1 %. Null with an error where either cannot be loaded.</summary>
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
