using System.Collections.Concurrent;
using PortfolioGraph.Upstream.Sharing;

namespace PortfolioGraph.Core;

/// <summary>
/// Capabilities of each endpoint, observed in the rows of its responses. Empty responses are ignored.
/// Observations decide which calls are tried and which facets a fallback response is assumed to have. Splitting a batch depends only on the rows of that batch.
/// </summary>
internal sealed class ObservedCapabilities
{
    private const string Group = "endpoint";
    private const string NamesOwners = "names-owners";
    private const string ListsClosed = "lists-closed";

    private readonly ISharedFacts _facts;

    // Whether the last response with rows named the owners of all rows.
    private readonly ConcurrentDictionary<string, bool> _namesOwners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _listsClosed = new(StringComparer.Ordinal);

    public ObservedCapabilities(ISharedFacts? facts = null)
    {
        _facts = facts ?? NoSharedFacts.Instance;
        _facts.Listen(Group, Learn);
    }

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

        var namesOwners = rows.All(row => row.Owners.AreAmong(requested));
        if (!_namesOwners.TryGetValue(endpoint, out var known) || known != namesOwners)
        {
            _namesOwners[endpoint] = namesOwners;
            _facts.Publish($"{Group}:{endpoint}:{NamesOwners}", namesOwners ? "1" : "0");
        }

        if (rows.Any(row => status(row.Item) == HoldingStatus.Closed) && _listsClosed.TryAdd(endpoint, true))
            _facts.Publish($"{Group}:{endpoint}:{ListsClosed}", "1");
    }

    private void Learn(string fact, string value)
    {
        if (fact.Split(':') is not [_, var endpoint, var capability])
            return;
        if (capability == NamesOwners)
            _namesOwners[endpoint] = value == "1";
        else if (capability == ListsClosed)
            _listsClosed[endpoint] = true;
    }
}
