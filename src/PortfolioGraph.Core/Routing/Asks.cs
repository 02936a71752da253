using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>Asks for a value.</summary>
/// <param name="Owners">Whose, taken together.</param>
/// <param name="ChainId">One chain; null for all.</param>
internal sealed record ValueAsk(AddressSet Owners, int? ChainId);

/// <summary>A value.</summary>
/// <param name="TotalUsd">Of all owners together; null where unknown.</param>
/// <param name="ByAddress">Of each owner; one that is missing was not answered.</param>
/// <param name="Breakdown">The splits; null where the route has none or not all of their figures are known.</param>
internal sealed record ValueAnswer(decimal? TotalUsd, IReadOnlyDictionary<Address, decimal?> ByAddress, ValueBreakdown? Breakdown);

/// <summary>Asks for tokens.</summary>
/// <param name="Owners">Whose.</param>
/// <param name="Range">The time over which profit and loss looks back.</param>
/// <param name="LoadSnapshotAsync">Loads what the owners hold now, once for all routes of one load.</param>
internal sealed record TokensAsk(AddressSet Owners, TimeRange Range, Func<Task<RouteAnswer<TokenSnapshot>>> LoadSnapshotAsync);

/// <summary>Tokens held now, with what tells their profit and loss apart, and the owners that their rows name.</summary>
internal sealed record TokenSnapshot(IReadOnlyList<OwnedRow<SnapshotToken>> Rows);

/// <summary>A token held now.</summary>
/// <param name="Key">What joins it to its profit and loss.</param>
/// <param name="Token">The token, its decimals included.</param>
/// <param name="Amount">The amount; null where only a value is known.</param>
/// <param name="PriceUsd">USD for one token; null where unpriced.</param>
/// <param name="ValueUsd">USD; null where unpriced.</param>
/// <param name="Status">Whether it is still held.</param>
internal sealed record SnapshotToken(SnapshotKey Key, Token Token, BigDecimal? Amount, decimal? PriceUsd, decimal? ValueUsd, HoldingStatus Status);

/// <summary>What tells a row held now from others, and joins it to how it has done.</summary>
/// <param name="Index">The data source's own key; good for nothing else.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="Contract">The contract of the position or token.</param>
/// <param name="TokenId">The id of the token (NFT) that stands for the position; 0 where none does.</param>
/// <param name="Owner">The holder; null where the row names none.</param>
/// <param name="SubGroup">The pool, market or vault; null for none.</param>
internal readonly record struct SnapshotKey(string Index, long? ChainId, Address? Contract, BigInteger TokenId, Address? Owner, string? SubGroup);

/// <summary>Positions as a route gave them, in the scope of all addresses asked for.</summary>
internal sealed record OwnedPositions(IReadOnlyList<OwnedRow<Position>> Rows)
{
    /// <summary>All of them, for all addresses taken together.</summary>
    public PositionHoldings Together() => Rows.Select(static row => row.Held).ToHoldings();
}

/// <summary>Something held, and every owner that its row names, whether asked for or not; empty where it names none.</summary>
internal sealed record OwnedRow<T>(T Held, IReadOnlyList<Address> Named)
{
    /// <summary>Whether the owners' own answers would say the same of it; false where its figures may be somebody else's as well.</summary>
    public bool IsCertain { get; init; } = true;
}
