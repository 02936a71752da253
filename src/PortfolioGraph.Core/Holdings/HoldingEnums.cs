namespace PortfolioGraph.Core;

/// <summary>A category of holdings in a value breakdown.</summary>
public enum AssetCategory
{
    /// <summary>Native tokens of the chains.</summary>
    Native,

    /// <summary>Tokens other than native tokens.</summary>
    Tokens,

    /// <summary>Positions in protocols; debts count as negative.</summary>
    Protocols,

    /// <summary>Any other category.</summary>
    Other,
}

/// <summary>Whether a holding is open or closed.</summary>
public enum HoldingStatus
{
    /// <summary>Held now.</summary>
    Open,

    /// <summary>No longer held; excluded from all values.</summary>
    Closed,

    /// <summary>Not reported by the data source.</summary>
    Unknown,
}

internal static class HoldingStatuses
{
    /// <summary>Returns the rows that are not closed, or all rows if every row is closed.</summary>
    public static IReadOnlyList<T> StillHeld<T>(this IReadOnlyList<T> rows, Func<T, HoldingStatus> status) =>
        rows.Where(row => status(row) != HoldingStatus.Closed).ToList() is { Count: > 0 } held ? held : rows;

    /// <summary>Combines the statuses of two parts of a holding: open if either part is open, closed if both are closed.</summary>
    public static HoldingStatus Combine(this HoldingStatus status, HoldingStatus other) =>
        status == other ? status
        : status == HoldingStatus.Open || other == HoldingStatus.Open ? HoldingStatus.Open
        : HoldingStatus.Unknown;
}

/// <summary>The kind of a position.</summary>
public enum PositionKind
{
    /// <summary>Lent out in a money market.</summary>
    Supply,

    /// <summary>Borrowed: a liability.</summary>
    Debt,

    /// <summary>Staked.</summary>
    Staking,

    /// <summary>Staked in exchange for a tradable token.</summary>
    LiquidStaking,

    /// <summary>Staked again to secure another service.</summary>
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

    /// <summary>Any other kind.</summary>
    Other,
}

/// <summary>The period over which profit and loss is computed, counted back from now.</summary>
public enum TimeRange
{
    /// <summary>The last 24 hours.</summary>
    OneDay,

    /// <summary>The last 7 days.</summary>
    OneWeek,

    /// <summary>The last month.</summary>
    OneMonth,

    /// <summary>The last year.</summary>
    OneYear,

    /// <summary>The last three years.</summary>
    ThreeYears,
}
