using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>Puts two routes' positions together: what one knows of open ones, and the closed ones that the other lists.</summary>
internal static class ClosedPositions
{
    /// <summary>A route that takes both, the one beside the other.</summary>
    /// <param name="open">Gives the open positions, and maybe closed ones.</param>
    /// <param name="all">Gives the closed ones for certain.</param>
    public static Route<AddressSet, OwnedPositions> Beside(Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all) =>
        new([.. open.Endpoints, .. all.Endpoints], Split.RowsByOwnerOnceShown, (owners, ct) => LoadAsync(open, all, owners, ct))
        {
            Covers = open.Covers | HoldingFacets.Closed,
            RowsFrom = [.. open.RowsFrom, .. all.RowsFrom],
        };

    /// <summary>Rows with the locks that another answer has of them; where it cannot be said which, they have failed.</summary>
    public static OwnedPositions WithLocksOf(this OwnedPositions rows, OwnedPositions known, LoadFailure failure)
    {
        var locks = known.Rows.ToLookup(static row => Identity(row.Held), static row => row.Held.IsLocked);
        return new([.. rows.Rows.Select(row => row with { Held = row.Held with { IsLocked = LockOf(row.Held) } })]);

        ValueOrFailure<bool?> LockOf(Position position) => locks[Identity(position)].Distinct().ToList() is [var single] ? single : ValueOrFailure<bool?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
    }

    private static async Task<RouteAnswer<OwnedPositions>> LoadAsync(
        Route<AddressSet, OwnedPositions> open, Route<AddressSet, OwnedPositions> all, AddressSet owners, CancellationToken ct)
    {
        var loadOpen = open.LoadAsync(owners, ct);
        var loadAll = all.LoadAsync(owners, ct);
        await Task.WhenAll(loadOpen, loadAll).ConfigureAwait(false);

        var (first, second) = (await loadOpen.ConfigureAwait(false), await loadAll.ConfigureAwait(false));
        if (first.Value is null && second.Value is null)
            return first;
        if (second.Value is null)
            return first.Value!.Rows.Any(static row => row.Held.Status == HoldingStatus.Closed) ? first : first with { Lacks = first.Lacks | HoldingFacets.Closed, Failure = second.Failure };

        var from = first.Value is null ? second.From : first.From.And(second.From);
        if (first.Failure is null)
            return RouteAnswers.Of(first.Value!.WithClosedOf(second.Value), from);

        // The rows of the second have what the first lost; what is left of the first are the locks.
        var has = (open.Covers & ~first.Lacks & HoldingFacets.Locks) | all.Covers;
        return first.Value is null
            ? new(second.Value, from, first.Failure, first.AnotherMayHelp) { Lacks = open.Covers & ~all.Covers }
            : new(second.Value.WithLocksOf(first.Value, first.Failure), from, first.Failure, first.AnotherMayHelp) { Lacks = open.Covers & ~has };
    }

    private static OwnedPositions WithClosedOf(this OwnedPositions open, OwnedPositions all)
    {
        var keys = open.Rows.Select(static row => row.Held.Key).ToHashSet(StringComparer.Ordinal);
        var closed = open.Rows.Where(static row => row.Held.Status == HoldingStatus.Closed).Select(static row => Identity(row.Held)).ToHashSet();
        return new([.. open.Rows, .. all.Rows.Where(row => row.Held.Status == HoldingStatus.Closed && !keys.Contains(row.Held.Key) && !closed.Contains(Identity(row.Held)))]);
    }

    // Names and kinds may differ between answers; what a position is, does not.
    private static (int ChainId, Address Contract, BigInteger? TokenId, bool IsDebt) Identity(Position position) =>
        (position.Chain.ChainId, position.ContractAddress, position.TokenId, position.IsDebt);
}
