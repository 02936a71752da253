using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>
/// Starts what the chains of a wallet or portfolio will ask for while the chains themselves are loading, where it takes another way than the positions without: the two
/// then share their calls wherever else in the operation positions are selected.
/// </summary>
internal static class ChainsPrefetch
{
    private const HoldingFacets TakesAnotherWay = HoldingFacets.Locks | HoldingFacets.Economics;

    public static void StartPositionsOfChains(this IResolverContext chains, Scope scope, IPositionsByKeyDataLoader positions, CancellationToken cancellationToken)
    {
        var facets = chains.PositionFacetsOfChains();
        if ((facets & TakesAnotherWay) != HoldingFacets.None)
            _ = positions.LoadAsync(new PositionsKey(scope.Owners, facets), cancellationToken);
    }
}
