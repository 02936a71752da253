using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>
/// Which route is taken next: the one that covers most of what is still missing, of those the one with the fewest calls, of those the first in the table.
/// So what covers all comes before what covers a part, and what is fallen back to loses as little as can be.
/// </summary>
internal static class RouteSelector
{
    /// <summary>The next route for rows; null where no other is worth its calls.</summary>
    /// <param name="routes">The table's routes, in its order.</param>
    /// <param name="wanted">What the rows are to have.</param>
    /// <param name="failedEndpoints">The endpoints that failed; no route that needs one of them is taken again.</param>
    public static Route<TAsk, TAnswer>? Select<TAsk, TAnswer>(IReadOnlyList<Route<TAsk, TAnswer>> routes, HoldingFacets wanted, IReadOnlySet<string> failedEndpoints)
        where TAnswer : class =>
        routes
            .Where(route => !route.Endpoints.Any(failedEndpoints.Contains))
            .OrderByDescending(route => Count(route.Facets & wanted))
            .ThenBy(static route => route.Endpoints.Count)
            .FirstOrDefault();

    /// <summary>The next route where rows are there that lack something; null where no other has any of it.</summary>
    /// <param name="routes">The table's routes, in its order.</param>
    /// <param name="missing">What the rows lack.</param>
    /// <param name="failedEndpoints">The endpoints that failed.</param>
    public static Route<TAsk, TAnswer>? SelectForMissing<TAsk, TAnswer>(IReadOnlyList<Route<TAsk, TAnswer>> routes, HoldingFacets missing, IReadOnlySet<string> failedEndpoints)
        where TAnswer : class =>
        Select(routes, missing, failedEndpoints) is { } route && (route.Facets & missing) != HoldingFacets.None ? route : null;

    private static int Count(HoldingFacets facets) => BitOperations.PopCount((uint)facets);
}
