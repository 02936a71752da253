namespace PortfolioGraph.Core;

/// <summary>The total value of a wallet or portfolio over time.</summary>
/// <param name="Range">The period of the chart.</param>
/// <param name="Points">The values, oldest first, at the intervals of the data source. Negative if debts exceeded assets. Points in the future or outside the range are left out. An isolated negative value is left out and reported as a data issue.</param>
/// <param name="ChangeUsd">The last value minus the first, in USD. Null if there are fewer than two points, or if the first or last value was left out.</param>
/// <param name="ChangeRatio">The change as a fraction of the first value: 0.05 is 5 %. Null if the change is unknown, or if the first value is 0 or negative. It is not a return, because it includes inflows and outflows.</param>
/// <param name="DataIssues">Issues in the data: those reported by the data source, and negative values that were left out. Empty if there are none.</param>
/// <param name="Source">The source and age of the figures.</param>
public sealed record ValueChart(
    TimeRange Range,
    IReadOnlyList<ValuePoint> Points,
    decimal? ChangeUsd,
    decimal? ChangeRatio,
    IReadOnlyList<DataIssue> DataIssues,
    Source Source);

/// <summary>A value at a point in time.</summary>
/// <param name="Time">The point in time.</param>
/// <param name="ValueUsd">The total value in USD: assets minus debts.</param>
public sealed record ValuePoint(DateTimeOffset Time, decimal ValueUsd);

/// <summary>An issue in the data.</summary>
/// <param name="Kind">The kind of the issue.</param>
/// <param name="Token">The affected token. Null if unknown.</param>
/// <param name="Chain">The affected chain. Null if unknown.</param>
/// <param name="Time">The affected point in time. Null if unknown.</param>
public sealed record DataIssue(DataIssueKind Kind, Token? Token, Chain? Chain, DateTimeOffset? Time);

/// <summary>The kind of a data issue.</summary>
public enum DataIssueKind
{
    /// <summary>The data source excluded a token price as an outlier.</summary>
    PriceOutlier,

    /// <summary>An isolated negative value, which was left out.</summary>
    NegativeValue,

    /// <summary>Any other issue.</summary>
    Other,
}
