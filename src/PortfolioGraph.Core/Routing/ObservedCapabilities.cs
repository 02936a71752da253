using System.Collections.Concurrent;

namespace PortfolioGraph.Core;

/// <summary>
/// What each endpoint's answers have shown of their rows, for one address or for many; an empty answer teaches nothing. It only decides what is tried, and what is
/// believed of an answer that is fallen back to: an answer for many is taken apart on what it shows itself.
/// </summary>
internal sealed class ObservedCapabilities
{
    // Whether the last answer with rows named the owners of them all.
    private readonly ConcurrentDictionary<string, bool> _namesOwners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _listsClosed = new(StringComparer.Ordinal);

    /// <summary>Whether a route may be taken for several wallets at once, each wanted on its own.</summary>
    public bool CanBatch<TAsk, TAnswer>(Route<TAsk, TAnswer> route)
        where TAnswer : class => route.BatchSplit switch
        {
            BatchSplit.RowsByOwner => route.RowEndpoints.All(endpoint => _namesOwners.GetValueOrDefault(endpoint, true)),
            BatchSplit.RowsByOwnerOnceObserved => route.RowEndpoints.All(endpoint => _namesOwners.GetValueOrDefault(endpoint, false)),
            _ => false,
        };

    /// <summary>What the rows of a route have shown to have, beyond what it covers for certain: closed ones, where some were seen.</summary>
    public HoldingFacets ObservedFacets<TAsk, TAnswer>(Route<TAsk, TAnswer> route)
        where TAnswer : class => route.RowEndpoints.Any(_listsClosed.ContainsKey) ? HoldingFacets.Closed : HoldingFacets.None;

    /// <summary>Takes note of what an answer's rows show. Where they come from several endpoints, nobody can say which is whose: nothing is learned.</summary>
    /// <param name="route">The route that gave them.</param>
    /// <param name="requested">The addresses in the call.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="status">Whether one is still held.</param>
    public void Observe<TAsk, TAnswer, TRow>(Route<TAsk, TAnswer> route, AddressSet requested, IReadOnlyList<OwnedRow<TRow>> rows, Func<TRow, HoldingStatus> status)
        where TAnswer : class
    {
        if (route.RowEndpoints is not [var endpoint] || rows.Count == 0)
            return;

        _namesOwners[endpoint] = rows.All(row => row.Owners.AreAmong(requested));
        if (rows.Any(row => status(row.Item) == HoldingStatus.Closed))
            _listsClosed[endpoint] = true;
    }
}
