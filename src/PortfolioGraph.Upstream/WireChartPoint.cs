namespace PortfolioGraph.Upstream;

/// <summary>A value at a moment.</summary>
public sealed record WireChartPoint
{
    /// <summary>Unix seconds; null when unknown.</summary>
    public long? Timestamp { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
