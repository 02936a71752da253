using System.Numerics;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core;

/// <summary>Asks for a value.</summary>
/// <param name="Owners">Whose, taken together.</param>
/// <param name="ChainId">One chain; null for all.</param>
internal sealed record ValueRequest(AddressSet Owners, int? ChainId);

/// <summary>A value.</summary>
/// <param name="TotalUsd">Of all owners together; null where unknown.</param>
/// <param name="ByAddress">Of each owner; one that is missing was not answered.</param>
/// <param name="Breakdown">The splits; null where the route has none or not all of their figures are known.</param>
internal sealed record ValueResult(decimal? TotalUsd, IReadOnlyDictionary<Address, decimal?> ByAddress, ValueBreakdown? Breakdown);

/// <summary>Asks for tokens.</summary>
/// <param name="Owners">Whose.</param>
/// <param name="Range">The time over which profit and loss looks back.</param>
/// <param name="LoadSnapshotAsync">Loads what the owners hold now, once for all routes of one load.</param>
internal sealed record TokensRequest(AddressSet Owners, TimeRange Range, Func<Task<RouteResult<TokenSnapshot>>> LoadSnapshotAsync);

/// <summary>Tokens held now, as the data source has them, and the owners that their rows name.</summary>
internal sealed record TokenSnapshot(IReadOnlyList<OwnedRow<SnapshotToken>> Rows);

/// <summary>A token held now, as the data source has it.</summary>
/// <param name="Row">Its row, which says what it is about.</param>
internal sealed record SnapshotToken(V5SnapshotRow Row)
{
    /// <summary>Whether it is still held.</summary>
    public HoldingStatus Status => Row.Status.ToStatus();
}

/// <summary>What tells a row held now from others.</summary>
/// <param name="Index">The data source's own key, which joins it to how it has done; good for nothing else. Null where it has none.</param>
/// <param name="Holding">What is held.</param>
/// <param name="Owner">The holder; null where the row names none.</param>
internal readonly record struct SnapshotKey(string? Index, HeldIdentity Holding, Address? Owner);

/// <summary>What is held, apart from its owner.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The contract of the position or token.</param>
/// <param name="TokenId">The id of the token (NFT) that stands for the position; 0 where none does.</param>
/// <param name="IsDebt">Whether it is owed.</param>
/// <param name="SubGroup">The pool, market or vault; null for none.</param>
internal readonly record struct HeldIdentity(int ChainId, Address Contract, BigInteger TokenId, bool IsDebt, string? SubGroup);

/// <summary>Positions as a route gave them, in the scope of all addresses asked for.</summary>
internal sealed record OwnedPositions(IReadOnlyList<OwnedRow<Position>> Rows)
{
    /// <summary>All of them, for all addresses taken together.</summary>
    public PositionHoldings ToHoldings() => Rows.Select(static row => row.Item).ToHoldings();
}

/// <summary>Something held, and every owner that its row names, whether asked for or not; empty where it names none.</summary>
internal sealed record OwnedRow<T>(T Item, IReadOnlyList<Address> Owners)
{
    /// <summary>Whether the owners' own answers would say the same of it; false where its figures may be somebody else's as well.</summary>
    public bool IsUnambiguous { get; init; } = true;
}
