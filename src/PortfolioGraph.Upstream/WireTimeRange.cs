namespace PortfolioGraph.Upstream;

/// <summary>The time ranges that both versions accept. CONTRACT, "Time ranges".</summary>
public enum WireTimeRange
{
    /// <summary><c>1day</c>.</summary>
    OneDay,

    /// <summary><c>1week</c>.</summary>
    OneWeek,

    /// <summary><c>1month</c>.</summary>
    OneMonth,

    /// <summary><c>1year</c>, the upstream's default.</summary>
    OneYear,

    /// <summary><c>3years</c>.</summary>
    ThreeYears,
}
