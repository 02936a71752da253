using System.Diagnostics.Metrics;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Meters that nobody hears. The handler's own metrics name the upstream's host and port on every figure, and whoever collects them would publish both.
/// </summary>
internal sealed class NullMeterFactory : IMeterFactory
{
    // Not a view of a telemetry library: the host must not leave the process, whichever collector listens.

    public static readonly NullMeterFactory Instance = new();

    // The instruments of a meter that is disposed of are never published.
    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meter.Dispose();
        return meter;
    }

    public void Dispose()
    {
    }
}
