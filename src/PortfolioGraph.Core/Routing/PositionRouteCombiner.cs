using System.Numerics;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Puts two routes' positions together: what one knows of open ones, and the closed ones that the other lists.</summary>
internal static class PositionRouteCombiner
{
    /// <summary>A route that takes both, the one beside the other.</summary>
    /// <param name="open">Gives the open positions, and maybe closed ones.</param>
    /// <param name="all">Gives the closed ones for certain.</param>
    public static Route<AddressSet, OwnedPositions> Combine(Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all) =>
        new([.. open.Endpoints, .. all.Endpoints], BatchSplit.RowsByOwnerOnceObserved, (owners, options, ct) => LoadAsync(open, all, owners, options, ct))
        {
            Facets = open.Facets | HoldingFacets.Closed,
            RowEndpoints = [.. open.RowEndpoints, .. all.RowEndpoints],
        };

    /// <summary>Rows with the locks that another answer has of them; where it cannot be said which, they have failed.</summary>
    public static OwnedPositions WithLocksOf(this OwnedPositions rows, OwnedPositions known, LoadFailure failure)
    {
        var locks = known.Rows.ToLookup(static row => Identity(row.Item), static row => row.Item.IsLocked);
        return new([.. rows.Rows.Select(row => row with { Item = row.Item with { IsLocked = LockOf(row.Item) } })]);

        ValueOrFailure<bool?> LockOf(Position position) => locks[Identity(position)].Distinct().ToList() is [var single] ? single : ValueOrFailure<bool?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
    }

    private static async Task<RouteResult<OwnedPositions>> LoadAsync(
        Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all, AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var loadOpen = open.LoadAsync(owners, options, ct);
        var loadAll = all.LoadAsync(owners, options, ct);
        await Task.WhenAll(loadOpen, loadAll).ConfigureAwait(false);

        var (first, second) = (await loadOpen.ConfigureAwait(false), await loadAll.ConfigureAwait(false));
        if (first.Value is null && second.Value is null)
            return first;
        if (second.Value is null)
            return first.Value!.Rows.Any(static row => row.Item.Status == HoldingStatus.Closed) ? first : first with { MissingFacets = first.MissingFacets | HoldingFacets.Closed, Failure = second.Failure };

        var from = first.Value is null ? second.Provenance : first.Provenance.And(second.Provenance);
        if (first.Failure is null)
            return RouteResults.Of(first.Value!.WithClosedOf(second.Value), from);

        // The rows of the second have what the first lost; what is left of the first are the locks.
        var has = (open.Facets & ~first.MissingFacets & HoldingFacets.Locks) | all.Facets;
        return first.Value is null
            ? new(second.Value, from, first.Failure, first.CanFallBack) { MissingFacets = open.Facets & ~all.Facets }
            : new(second.Value.WithLocksOf(first.Value, first.Failure), from, first.Failure, first.CanFallBack) { MissingFacets = open.Facets & ~has };
    }

    private static OwnedPositions WithClosedOf(this OwnedPositions open, OwnedPositions all)
    {
        var keys = open.Rows.Select(static row => row.Item.Key).ToHashSet(StringComparer.Ordinal);
        var closed = open.Rows.Where(static row => row.Item.Status == HoldingStatus.Closed).Select(static row => Identity(row.Item)).ToHashSet();
        return new([.. open.Rows, .. all.Rows.Where(row => row.Item.Status == HoldingStatus.Closed && !keys.Contains(row.Item.Key) && !closed.Contains(Identity(row.Item)))]);
    }

    // Names and kinds may differ between answers; what a position is, does not.
    private static (int ChainId, Address Contract, BigInteger? TokenId, bool IsDebt) Identity(Position position) =>
        (position.Chain.ChainId, position.ContractAddress, position.TokenId, position.IsDebt);
}
