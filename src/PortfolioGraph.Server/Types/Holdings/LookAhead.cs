using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Which facets of a dataset the selection below a field needs; they decide the calls.</summary>
internal static class LookAhead
{
    /// <summary>The key of a connection of tokens.</summary>
    public static TokensKey TokensOf(this IResolverContext connection, AddressSet owners, TimeRange range, bool includeClosed) =>
        new(owners, connection.SelectsOnNodes("profitAndLoss") ? range : null, connection.SelectsOnTokens("decimals"), includeClosed);

    /// <summary>The key of a connection of positions.</summary>
    public static PositionsKey PositionsOf(this IResolverContext connection, AddressSet owners, bool includeClosed) =>
        new(owners, connection.Select("nodes").PositionFacets() | connection.Select("edges").Select("node").PositionFacets() | (includeClosed ? HoldingFacets.Closed : HoldingFacets.None));

    /// <summary>The key of a list of protocols.</summary>
    public static PositionsKey ProtocolsOf(this IResolverContext protocols, AddressSet owners) =>
        new(owners, Facet(protocols.IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss) | protocols.Select("positions").PositionFacets());

    /// <summary>What is needed of the positions below a list of chains, whose arguments cannot be seen from there.</summary>
    public static HoldingFacets PositionFacetsOfChains(this IResolverContext chains) =>
        chains.Select("positions").Select("nodes").PositionFacets()
        | chains.Select("positions").Select("edges").Select("node").PositionFacets()
        | Facet(chains.Select("protocols").IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss)
        | chains.Select("protocols").Select("positions").PositionFacets();

    private static bool SelectsOnNodes(this IResolverContext connection, string field) =>
        connection.Select("nodes").IsSelected(field) || connection.Select("edges").Select("node").IsSelected(field);

    private static bool SelectsOnTokens(this IResolverContext connection, string field) =>
        connection.Select("nodes").Select("token").IsSelected(field) || connection.Select("edges").Select("node").Select("token").IsSelected(field);

    private static HoldingFacets PositionFacets(this ISelectionCollection positions) =>
        Facet(positions.IsSelected("profitAndLoss"), HoldingFacets.ProfitAndLoss)
        | Facet(positions.IsSelected("isLocked"), HoldingFacets.Locks)
        | Facet(positions.IsSelected("economics"), HoldingFacets.Economics);

    private static HoldingFacets Facet(bool isSelected, HoldingFacets facet) => isSelected ? facet : HoldingFacets.None;
}

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
