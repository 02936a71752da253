namespace PortfolioGraph.Core;

/// <summary>How far back profit and loss looks, counted from now.</summary>
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
