using System.Numerics;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core;

/// <summary>A request for a value.</summary>
/// <param name="Scope">The owners, treated as one, and all chains or one.</param>
internal sealed record ValueRequest(Scope Scope)
{
    /// <summary>The owners.</summary>
    public AddressSet Owners => Scope.Owners;
}

/// <summary>The result of a <see cref="ValueRequest"/>.</summary>
/// <param name="TotalUsd">The total of all owners; null if unknown.</param>
/// <param name="ByAddress">The total of each owner. An owner is missing if the response has no row for it.</param>
/// <param name="Breakdown">The breakdown; null if the route has none or some of its figures are unknown.</param>
internal sealed record ValueResult(decimal? TotalUsd, IReadOnlyDictionary<Address, decimal?> ByAddress, ValueBreakdown? Breakdown);

/// <summary>A request for tokens.</summary>
/// <param name="Owners">The owners.</param>
/// <param name="Range">The period of profit and loss.</param>
/// <param name="LoadSnapshotAsync">Loads the current holdings of the owners, once for all routes of one load.</param>
internal sealed record TokensRequest(AddressSet Owners, TimeRange Range, Func<Task<RouteResult<TokenSnapshot>>> LoadSnapshotAsync);

/// <summary>The rows of currently held tokens, with the owners that they name.</summary>
internal sealed record TokenSnapshot(IReadOnlyList<OwnedRow<SnapshotToken>> Rows);

/// <summary>The row of a currently held token.</summary>
/// <param name="Row">The row; its chain and contract are readable.</param>
internal sealed record SnapshotToken(V5SnapshotRow Row)
{
    /// <summary>Open or closed; unknown if the upstream does not report it.</summary>
    public HoldingStatus Status => Row.Status.ToStatus();
}

/// <summary>The key of a snapshot row.</summary>
/// <param name="Index">The upstream's own key, used only to join the row with its metrics. Null if the row has none.</param>
/// <param name="Holding">The holding.</param>
/// <param name="Owner">The owner; null if the row names none.</param>
internal readonly record struct SnapshotKey(string? Index, HoldingIdentity Holding, Address? Owner);

/// <summary>The identity of a holding without its owner.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The contract of the position or token.</param>
/// <param name="TokenId">The id of the token (NFT) that represents the position; 0 if there is none.</param>
/// <param name="IsDebt">Whether the holding is a debt.</param>
/// <param name="SubGroup">The pool, market or vault; null if there is none.</param>
internal readonly record struct HoldingIdentity(int ChainId, Address Contract, BigInteger TokenId, bool IsDebt, string? SubGroup);

/// <summary>The positions that a route returned, in the scope of all requested addresses.</summary>
internal sealed record OwnedPositions(IReadOnlyList<OwnedRow<Position>> Rows)
{
    /// <summary>Returns all positions, for all addresses treated as one owner.</summary>
    public PositionHoldings ToHoldings() => Rows.Select(static row => row.Item).ToHoldings();
}

/// <summary>A holding and every owner that its row names, whether requested or not. Empty if the row names none.</summary>
internal sealed record OwnedRow<T>(T Item, IReadOnlyList<Address> Owners)
{
    /// <summary>Whether the figures belong to these owners alone. False if they may include the figures of other owners.</summary>
    public bool IsUnambiguous { get; init; } = true;
}
