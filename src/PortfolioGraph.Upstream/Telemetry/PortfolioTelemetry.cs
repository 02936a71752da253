using System.Diagnostics;

namespace PortfolioGraph.Upstream.Telemetry;

/// <summary>The names by which a host subscribes to this product's traces and metrics. No tag holds an address, a key or the upstream's host.</summary>
public static class PortfolioTelemetry
{
    /// <summary>The name of the one activity source and of the one meter.</summary>
    public const string Name = "PortfolioGraph";

    /// <summary>The activity source: <c>load</c> for a load of one dataset, <c>upstream call</c> for a call with its retries.</summary>
    public static ActivitySource ActivitySource { get; } = new(Name);
}
