using System.Numerics;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Combines the open positions of one route with the closed positions of another.</summary>
internal static class PositionRouteCombiner
{
    /// <summary>Returns a route that loads both routes in parallel.</summary>
    /// <param name="open">Returns the open positions, and possibly closed ones.</param>
    /// <param name="all">Returns all positions, including closed ones.</param>
    public static Route<AddressSet, OwnedPositions> Combine(Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all) =>
        new([.. open.Endpoints, .. all.Endpoints], BatchSplit.RowsByOwnerOnceObserved, (owners, options, ct) => LoadAsync(open, all, owners, options, ct))
        {
            Facets = open.Facets | HoldingFacets.Closed,
            RowEndpoints = [.. open.RowEndpoints, .. all.RowEndpoints],
        };

    /// <summary>Returns the rows with the locks from another result. A lock fails if no row, or rows with different locks, match.</summary>
    public static OwnedPositions WithLocksOf(this OwnedPositions rows, OwnedPositions other, LoadFailure failure)
    {
        var locks = other.Rows.ToLookup(static row => Identity(row.Item), static row => row.Item.IsLocked);
        return new([.. rows.Rows.Select(row => row with { Item = row.Item with { IsLocked = LockOf(row.Item) } })]);

        ValueOrFailure<bool?> LockOf(Position position) => locks[Identity(position)].Distinct().ToList() is [var single] ? single : ValueOrFailure<bool?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
    }

    private static async Task<RouteResult<OwnedPositions>> LoadAsync(
        Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all, AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var loadOpen = open.LoadAsync(owners, options, ct);
        var loadAll = all.LoadAsync(owners, options, ct);
        await Task.WhenAll(loadOpen, loadAll).ConfigureAwait(false);

        var (openResult, allResult) = (await loadOpen.ConfigureAwait(false), await loadAll.ConfigureAwait(false));
        if (openResult.Value is null && allResult.Value is null)
            return openResult;
        if (allResult.Value is null)
            return openResult.Value!.Rows.Any(static row => row.Item.Status == HoldingStatus.Closed) ? openResult : openResult with { MissingFacets = openResult.MissingFacets | HoldingFacets.Closed, Failure = allResult.Failure };

        var provenance = openResult.Value is null ? allResult.Provenance : openResult.Provenance.Merge(allResult.Provenance);
        if (openResult.Failure is null)
            return RouteResults.Of(openResult.Value!.WithClosedOf(allResult.Value), provenance);

        // The rows of the second route have the facets that the first route lost; only the locks of the first route are still needed.
        var facets = (open.Facets & ~openResult.MissingFacets & HoldingFacets.Locks) | all.Facets;
        return openResult.Value is null
            ? new(allResult.Value, provenance, openResult.Failure, openResult.CanFallBack) { MissingFacets = open.Facets & ~all.Facets }
            : new(allResult.Value.WithLocksOf(openResult.Value, openResult.Failure), provenance, openResult.Failure, openResult.CanFallBack) { MissingFacets = open.Facets & ~facets };
    }

    private static OwnedPositions WithClosedOf(this OwnedPositions open, OwnedPositions all)
    {
        var keys = open.Rows.Select(static row => row.Item.Key).ToHashSet(StringComparer.Ordinal);
        var closed = open.Rows.Where(static row => row.Item.Status == HoldingStatus.Closed).Select(static row => Identity(row.Item)).ToHashSet();
        return new([.. open.Rows, .. all.Rows.Where(row => row.Item.Status == HoldingStatus.Closed && !keys.Contains(row.Item.Key) && !closed.Contains(Identity(row.Item)))]);
    }

    // Names and kinds may differ between routes, so they are not part of the identity.
    private static (int ChainId, Address Contract, BigInteger? TokenId, bool IsDebt) Identity(Position position) =>
        (position.Chain.ChainId, position.ContractAddress, position.TokenId, position.IsDebt);
}
