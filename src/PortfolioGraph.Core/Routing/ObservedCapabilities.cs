using System.Collections.Concurrent;

namespace PortfolioGraph.Core;

/// <summary>
/// Capabilities of each endpoint, observed in the rows of its responses. Empty responses are ignored.
/// Observations decide which calls are tried and which facets a fallback response is assumed to have. Splitting a batch depends only on the rows of that batch.
/// </summary>
internal sealed class ObservedCapabilities
{
    // Whether the last response with rows named the owners of all rows.
    private readonly ConcurrentDictionary<string, bool> _namesOwners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _listsClosed = new(StringComparer.Ordinal);

    /// <summary>Whether one call of the route may load several wallets whose results are needed separately.</summary>
    public bool CanBatch<TRequest, TResult>(Route<TRequest, TResult> route)
        where TResult : class => route.BatchSplit switch
        {
            BatchSplit.RowsByOwner => route.RowEndpoints.All(endpoint => _namesOwners.GetValueOrDefault(endpoint, true)),
            BatchSplit.RowsByOwnerOnceObserved => route.RowEndpoints.All(endpoint => _namesOwners.GetValueOrDefault(endpoint, false)),
            _ => false,
        };

    /// <summary>Returns the facets that were observed in the rows of a route, in addition to its guaranteed facets: closed holdings, if any were seen.</summary>
    public HoldingFacets ObservedFacets<TRequest, TResult>(Route<TRequest, TResult> route)
        where TResult : class => route.RowEndpoints.Any(_listsClosed.ContainsKey) ? HoldingFacets.Closed : HoldingFacets.None;

    /// <summary>Records the capabilities that the rows of a response show. Rows from several endpoints are ignored, because their endpoint is unknown.</summary>
    /// <param name="route">The route that returned the rows.</param>
    /// <param name="requested">The requested addresses.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="status">Returns the status of a row.</param>
    public void Observe<TRequest, TResult, TRow>(Route<TRequest, TResult> route, AddressSet requested, IReadOnlyList<OwnedRow<TRow>> rows, Func<TRow, HoldingStatus> status)
        where TResult : class
    {
        if (route.RowEndpoints is not [var endpoint] || rows.Count == 0)
            return;

        _namesOwners[endpoint] = rows.All(row => row.Owners.AreAmong(requested));
        if (rows.Any(row => status(row.Item) == HoldingStatus.Closed))
            _listsClosed[endpoint] = true;
    }
}
