using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Finds the dataset facets that the selection below a field needs. The facets determine the calls.</summary>
internal static class LookAhead
{
    /// <summary>Returns the key of a connection of tokens.</summary>
    public static TokensKey CreateTokensKey(this IResolverContext connection, AddressSet owners, TimeRange range, bool includeClosed) =>
        new(owners, connection.SelectsOnNodes("profitAndLoss") ? range : null, connection.SelectsOnTokens("decimals"), includeClosed);

    /// <summary>Returns the key of a connection of positions.</summary>
    public static PositionsKey CreatePositionsKey(this IResolverContext connection, AddressSet owners, bool includeClosed) =>
        new(owners, connection.Select("nodes").GetPositionFacets() | connection.Select("edges").Select("node").GetPositionFacets() | (includeClosed ? HoldingFacets.Closed : HoldingFacets.None));

    /// <summary>Returns the key of the tokens of a field that loads one of them.</summary>
    public static TokensKey CreateTokensKeyOfNode(this IResolverContext node, AddressSet owners, TimeRange range) =>
        new(owners, node.IsSelected("profitAndLoss") ? range : null, node.Select("token").IsSelected("decimals"), WithClosed: true);

    /// <summary>Returns the key of the positions of a field that loads one of them.</summary>
    public static PositionsKey CreatePositionsKeyOfNode(this IResolverContext node, AddressSet owners, bool includeClosed) =>
        new(
            owners,
            FacetIf(node.IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss)
                | FacetIf(node.IsSelected("isLocked"), HoldingFacets.Locks)
                | FacetIf(node.IsSelected("economics"), HoldingFacets.Economics)
                | FacetIf(includeClosed, HoldingFacets.Closed));

    /// <summary>Returns the key of a list of protocols.</summary>
    public static PositionsKey CreateProtocolsKey(this IResolverContext protocols, AddressSet owners) =>
        new(owners, FacetIf(protocols.IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss) | protocols.Select("positions").GetPositionFacets());

    /// <summary>Returns the position facets that the selection below a list of chains needs. The arguments of that selection are not visible from the list.</summary>
    public static HoldingFacets GetPositionFacetsOfChains(this IResolverContext chains) =>
        chains.Select("positions").Select("nodes").GetPositionFacets()
        | chains.Select("positions").Select("edges").Select("node").GetPositionFacets()
        | FacetIf(chains.Select("protocols").IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss)
        | chains.Select("protocols").Select("positions").GetPositionFacets();

    private static bool SelectsOnNodes(this IResolverContext connection, string field) =>
        connection.Select("nodes").IsSelected(field) || connection.Select("edges").Select("node").IsSelected(field);

    private static bool SelectsOnTokens(this IResolverContext connection, string field) =>
        connection.Select("nodes").Select("token").IsSelected(field) || connection.Select("edges").Select("node").Select("token").IsSelected(field);

    private static HoldingFacets GetPositionFacets(this ISelectionCollection positions) =>
        FacetIf(positions.IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss)
        | FacetIf(positions.IsSelected("isLocked"), HoldingFacets.Locks)
        | FacetIf(positions.IsSelected("economics"), HoldingFacets.Economics);

    private static HoldingFacets FacetIf(bool isSelected, HoldingFacets facet) => isSelected ? facet : HoldingFacets.None;
}

/// <summary>
/// Starts the load of the positions below a list of chains while the chains themselves are loading, if their facets need another route than plain positions. The load
/// then shares its calls with all other positions of the operation.
/// </summary>
internal static class ChainsPrefetch
{
    private const HoldingFacets FacetsOfOtherRoute = HoldingFacets.Locks | HoldingFacets.Economics;

    public static void StartPositionsOfChains(this IResolverContext chains, Scope scope, IPositionsByKeyDataLoader positions, CancellationToken cancellationToken)
    {
        var facets = chains.GetPositionFacetsOfChains();
        if ((facets & FacetsOfOtherRoute) != HoldingFacets.None)
            _ = positions.LoadAsync(new PositionsKey(scope.Owners, facets), cancellationToken);
    }
}
