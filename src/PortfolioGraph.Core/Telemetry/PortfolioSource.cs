using System.Diagnostics;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Core;

/// <summary>The activity source and the name of the meter that all parts of this product share, for hosts that add to them or export them.</summary>
public static class PortfolioSource
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = PortfolioTelemetry.Name;

    /// <summary>The bounds of the buckets of histograms of seconds.</summary>
    public static IReadOnlyList<double> Seconds => UpstreamMetrics.Seconds;

    /// <summary>The activity source.</summary>
    public static ActivitySource ActivitySource => PortfolioTelemetry.ActivitySource;
}
