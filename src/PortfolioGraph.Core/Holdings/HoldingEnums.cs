namespace PortfolioGraph.Core;

/// <summary>A category of the breakdown of a value.</summary>
public enum AssetCategory
{
    /// <summary>The chains' own coins.</summary>
    Native,

    /// <summary>Tokens other than the chains' own coins.</summary>
    Tokens,

    /// <summary>Positions in protocols, debts counted negative.</summary>
    Protocols,

    /// <summary>Every category this server does not know.</summary>
    Other,
}

/// <summary>Whether something is still held.</summary>
public enum HoldingStatus
{
    /// <summary>Held now.</summary>
    Open,

    /// <summary>No longer held; it counts in no value.</summary>
    Closed,

    /// <summary>The data source does not say.</summary>
    Unknown,
}

internal static class HoldingStatuses
{
    /// <summary>The rows that are still held; all of them where none is.</summary>
    public static IReadOnlyList<T> StillHeld<T>(this IReadOnlyList<T> rows, Func<T, HoldingStatus> status) =>
        rows.Where(row => status(row) != HoldingStatus.Closed).ToList() is { Count: > 0 } held ? held : rows;

    /// <summary>The status of what is held in two parts: held while one of them is, no longer held once both are not.</summary>
    public static HoldingStatus With(this HoldingStatus status, HoldingStatus other) =>
        status == other ? status
        : status == HoldingStatus.Open || other == HoldingStatus.Open ? HoldingStatus.Open
        : HoldingStatus.Unknown;
}

/// <summary>What a position does.</summary>
public enum PositionKind
{
    /// <summary>Lent out in a money market.</summary>
    Supply,

    /// <summary>Borrowed: a liability.</summary>
    Debt,

    /// <summary>Staked.</summary>
    Staking,

    /// <summary>Staked against a token that stays tradable.</summary>
    LiquidStaking,

    /// <summary>Staked once more to secure another service.</summary>
    Restaking,

    /// <summary>Provided to a trading pool.</summary>
    Liquidity,

    /// <summary>Held by a vault that runs a strategy.</summary>
    Vault,

    /// <summary>Deposited in a protocol.</summary>
    Deposit,

    /// <summary>A pool share locked in a reward gauge.</summary>
    Gauge,

    /// <summary>A claim on yield or principal.</summary>
    Yield,

    /// <summary>Anything else, and every kind this server does not know yet.</summary>
    Other,
}
