using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Finds the dataset facets that a field needs for the selection below it, its filter and its sort keys. The facets determine the calls.</summary>
internal static class LookAhead
{
    /// <summary>Returns the key of a connection of tokens.</summary>
    public static TokensKey CreateTokensKey(this IResolverContext connection, AddressSet owners, TimeRange range, bool includeClosed)
    {
        var (selectsProfitAndLoss, selectsDecimals) = connection.FromSelections(static context => (Selections.Of(context).SelectsProfitAndLoss(), context.SelectsOnTokens("decimals")));
        return new(owners, selectsProfitAndLoss || connection.QueriesBy("profitAndLoss") ? range : null, selectsDecimals, includeClosed);
    }

    /// <summary>Returns the key of the current tokens of a change.</summary>
    public static TokensKey CreateChangedTokensKey(this IResolverContext change, AddressSet owners) =>
        new(owners, WithDecimals: change.Select("tokens").Select("token").IsSelected("decimals"));

    /// <summary>Returns the key of a connection of positions.</summary>
    public static PositionsKey CreatePositionsKey(this IResolverContext connection, AddressSet owners, bool includeClosed) =>
        new(owners, connection.FromSelections(static context => Selections.Of(context).GetFacetsOfPositions()) | connection.GetQueryFacets() | FacetIf(includeClosed, HoldingFacets.Closed));

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

    /// <summary>Returns the key of a connection of protocols.</summary>
    public static PositionsKey CreateProtocolsKey(this IResolverContext connection, AddressSet owners) =>
        new(owners, connection.FromSelections(static context => Selections.Of(context).GetFacetsOfProtocols()) | connection.GetQueryFacets());

    /// <summary>Returns the position facets that the selection below a list of chains needs. The arguments of that selection are not visible from the list.</summary>
    public static HoldingFacets GetPositionFacetsOfChains(this IResolverContext chains) =>
        chains.FromSelections(static context => Selections.Of(context.Select("positions")).GetFacetsOfPositions() | Selections.Of(context.Select("protocols")).GetFacetsOfProtocols());

    private static bool SelectsOnTokens(this IResolverContext connection, string field) =>
        connection.Select("nodes").Select("token").IsSelected(field)
        || connection.Select("edges").Select("node").Select("token").IsSelected(field)
        || connection.Select("byToken").Select("tokens").IsSelected(field);

    private static HoldingFacets GetFacetsOfPositions(this Selections connection) =>
        FacetIf(connection.SelectsProfitAndLoss(), HoldingFacets.ProfitAndLoss)
        | FacetIf(connection.SelectsOnNodes("isLocked"), HoldingFacets.Locks)
        | FacetIf(connection.SelectsOnNodes("economics"), HoldingFacets.Economics);

    private static HoldingFacets GetFacetsOfProtocols(this Selections connection) =>
        FacetIf(connection.SelectsProfitAndLoss(), HoldingFacets.ProfitAndLoss)
        | Selections.Of(connection.Select("nodes").Select("positions")).GetFacetsOfPositions()
        | Selections.Of(connection.Select("edges").Select("node").Select("positions")).GetFacetsOfPositions();

    private static HoldingFacets GetQueryFacets(this IResolverContext connection) =>
        FacetIf(connection.QueriesBy("profitAndLoss"), HoldingFacets.ProfitAndLoss) | FacetIf(connection.QueriesBy("isLocked"), HoldingFacets.Locks);

    private static HoldingFacets FacetIf(bool isSelected, HoldingFacets facet) => isSelected ? facet : HoldingFacets.None;

    /// <summary>The selections below a connection, whose field is either the current field or a field below it.</summary>
    /// <param name="Field">The current field; null if the connection is below it.</param>
    /// <param name="Below">The selections of the connection; null if it is the current field.</param>
    private readonly record struct Selections(IResolverContext? Field, ISelectionCollection? Below)
    {
        public static Selections Of(IResolverContext connection) => new(connection, null);

        public static Selections Of(ISelectionCollection connection) => new(null, connection);

        public ISelectionCollection Select(string name) => Field is null ? Below!.Select(name) : Field.Select(name);

        public bool SelectsOnNodes(string field) => Select("nodes").IsSelected(field) || Select("edges").Select("node").IsSelected(field);

        /// <summary>Whether the profit and loss of the items, of their sum or of a group is selected.</summary>
        public bool SelectsProfitAndLoss() =>
            IsSelected("profitAndLoss")
            || SelectsOnNodes("profitAndLoss")
            || Select("byToken").IsSelected("profitAndLoss")
            || Select("byChain").IsSelected("profitAndLoss")
            || Select("byProtocol").IsSelected("profitAndLoss");

        private bool IsSelected(string name) => Field is null ? Below!.IsSelected(name) : Field.IsSelected(name);
    }
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
