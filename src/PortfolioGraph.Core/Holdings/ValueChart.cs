namespace PortfolioGraph.Core;

/// <summary>The whole value of a wallet or portfolio over time.</summary>
/// <param name="Range">The time looked back over.</param>
/// <param name="Points">The values, oldest first, at whatever distance the data source gives. Below zero where more was owed than owned. Points in the future and outside the range are left out. So is a value below zero that stands alone among others; it is told as a data issue.</param>
/// <param name="ChangeUsd">The last value minus the first in USD; null with fewer than two points, or where the first or the last was left out.</param>
/// <param name="ChangeRatio">The change as a fraction of the first value: 0.05 is 5 %; null with fewer than two points, or where the first value is 0 or negative. It is no return: what came in and went out is part of it.</param>
/// <param name="DataIssues">Faults in the data: those that the data source knows of, and values that were left out; empty where there are none.</param>
/// <param name="Source">Where the figures come from and how old they are.</param>
public sealed record ValueChart(
    TimeRange Range,
    IReadOnlyList<ValuePoint> Points,
    decimal? ChangeUsd,
    decimal? ChangeRatio,
    IReadOnlyList<DataIssue> DataIssues,
    Source Source);

/// <summary>A value at a moment.</summary>
/// <param name="Time">The moment.</param>
/// <param name="ValueUsd">The whole value in USD, assets minus debts.</param>
public sealed record ValuePoint(DateTimeOffset Time, decimal ValueUsd);

/// <summary>A fault in the data.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Token">The token concerned; null where none is named.</param>
/// <param name="Chain">The chain concerned; null where none is named.</param>
/// <param name="Time">The moment concerned; null where none is named.</param>
public sealed record DataIssue(DataIssueKind Kind, Token? Token, Chain? Chain, DateTimeOffset? Time);

/// <summary>What is wrong with data.</summary>
public enum DataIssueKind
{
    /// <summary>A token's price was so far off that the data source left it out.</summary>
    PriceOutlier,

    /// <summary>A value below zero among others that are not: it was left out.</summary>
    NegativeValue,

    /// <summary>Anything else.</summary>
    Other,
}
