using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The keys of the datasets that a breakdown is compared with. The prefetch uses the same keys as the fields.</summary>
internal static class Reconciliation
{
    public static TokensKey Tokens(Scope scope) => new(scope.Owners);

    public static PositionsKey Positions(Scope scope) => new(scope.Owners);

    public static PositionsKey PositionsWithLocks(Scope scope) => new(scope.Owners, HoldingFacets.Locks);

    public static PositionsKey PositionsWithEconomics(Scope scope) => new(scope.Owners, HoldingFacets.Economics);
}

/// <summary>
/// Starts the loads that the fields of a breakdown need while the breakdown itself is loading. These loads then share a batch, and their facets a
/// call, with the same datasets elsewhere in the operation. The fields await the same loads and report their failures.
/// </summary>
internal static class ReconciliationPrefetch
{
    public static void StartReconciliation(
        this IResolverContext context,
        Scope scope,
        ITokensByKeyDataLoader tokens,
        IPositionsByKeyDataLoader positions,
        CancellationToken cancellationToken)
    {
        if (context.IsSelected("unexplainedUsd"))
            _ = tokens.LoadAsync(Reconciliation.Tokens(scope), cancellationToken);
        if (context.IsSelected("assetsUsd") || context.IsSelected("debtsUsd") || context.IsSelected("unexplainedUsd"))
            _ = positions.LoadAsync(Reconciliation.Positions(scope), cancellationToken);
        if (context.IsSelected("lockedUsd"))
            _ = positions.LoadAsync(Reconciliation.PositionsWithLocks(scope), cancellationToken);
        if (context.IsSelected("claimableUsd"))
            _ = positions.LoadAsync(Reconciliation.PositionsWithEconomics(scope), cancellationToken);
    }
}
