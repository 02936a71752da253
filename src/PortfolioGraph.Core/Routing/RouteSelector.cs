using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>
/// Selects the next route: the route that covers the most missing facets, then the one with the fewest calls, then the first in the table.
/// A route that covers all facets precedes routes that cover some, and a fallback loses as few facets as possible.
/// </summary>
internal static class RouteSelector
{
    /// <summary>Returns the next route for rows; null if no route remains.</summary>
    /// <param name="routes">The table's routes, in its order.</param>
    /// <param name="wanted">The requested facets.</param>
    /// <param name="failedEndpoints">The endpoints that failed; routes that need any of them are excluded.</param>
    public static Route<TRequest, TResult>? Select<TRequest, TResult>(IReadOnlyList<Route<TRequest, TResult>> routes, HoldingFacets wanted, IReadOnlySet<string> failedEndpoints)
        where TResult : class
    {
        Route<TRequest, TResult>? best = null;
        foreach (var route in routes)
        {
            if ((failedEndpoints.Count == 0 || !route.Endpoints.Any(failedEndpoints.Contains)) && (best is null || IsBetter(route, best)))
                best = route;
        }

        return best;

        bool IsBetter(Route<TRequest, TResult> route, Route<TRequest, TResult> other)
        {
            var (facets, others) = (Count(route.Facets & wanted), Count(other.Facets & wanted));
            return facets > others || (facets == others && route.Endpoints.Count < other.Endpoints.Count);
        }
    }

    /// <summary>Returns the next route for missing facets of rows that are already loaded; null if no remaining route covers any of them.</summary>
    /// <param name="routes">The table's routes, in its order.</param>
    /// <param name="missing">The missing facets.</param>
    /// <param name="failedEndpoints">The endpoints that failed.</param>
    public static Route<TRequest, TResult>? SelectForMissing<TRequest, TResult>(IReadOnlyList<Route<TRequest, TResult>> routes, HoldingFacets missing, IReadOnlySet<string> failedEndpoints)
        where TResult : class =>
        Select(routes, missing, failedEndpoints) is { } route && (route.Facets & missing) != HoldingFacets.None ? route : null;

    private static int Count(HoldingFacets facets) => BitOperations.PopCount((uint)facets);
}
