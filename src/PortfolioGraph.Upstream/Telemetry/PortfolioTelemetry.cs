using System.Diagnostics;

namespace PortfolioGraph.Upstream.Telemetry;

/// <summary>The names of this product's traces and metrics, for hosts that subscribe to them. No tag contains an address, a key or the upstream's host.</summary>
public static class PortfolioTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "PortfolioGraph";

    /// <summary>
    /// The activity source. Its activities are <c>load</c> for a load of one dataset, <c>upstream call</c> for a call with its retries, and in it <c>upstream attempt</c> for
    /// each attempt with the wait for its permit. The server adds one for each operation.
    /// </summary>
    public static ActivitySource ActivitySource { get; } = new(Name);
}
