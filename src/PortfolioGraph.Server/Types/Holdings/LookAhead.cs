namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Which facets of a dataset the selection below a field needs; they decide the calls.</summary>
internal static class LookAhead
{
    public static bool SelectsDecimals(this IResolverContext context) =>
        context.Select("nodes").Select("token").IsSelected("decimals")
        || context.Select("edges").Select("node").Select("token").IsSelected("decimals");

    public static bool SelectsEconomicsOnNodes(this IResolverContext context) =>
        context.Select("nodes").SelectsEconomics() || context.Select("edges").Select("node").SelectsEconomics();

    public static bool SelectsEconomicsBelow(this IResolverContext context, string field) => context.Select(field).SelectsEconomics();

    private static bool SelectsEconomics(this ISelectionCollection positions) =>
        positions.IsSelected("economics") || positions.IsSelected("isLocked");
}
