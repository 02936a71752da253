namespace PortfolioGraph.Core;

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
