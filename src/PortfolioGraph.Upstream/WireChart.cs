using System.Text.Json;

namespace PortfolioGraph.Upstream;

/// <summary>A value over time, all addresses together. CONTRACT, "v5 general/chart"; both versions answer alike.</summary>
/// <param name="Points">The points as they came: some may lie in the future, outside the range or below zero.</param>
/// <param name="DataIssues">What stood in <c>meta.data_issues</c>, an object whose members nobody describes, as it came; null when the upstream knows of none.</param>
public sealed record WireChart(IReadOnlyList<WireChartPoint> Points, JsonElement? DataIssues);

/// <summary>A value at a moment.</summary>
public sealed record WireChartPoint
{
    /// <summary>Unix seconds; null when unknown.</summary>
    public long? Timestamp { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
