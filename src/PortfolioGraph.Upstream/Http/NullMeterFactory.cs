using System.Diagnostics.Metrics;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Creates meters that publish nothing. The HTTP handler's own metrics are tagged with the upstream's host and port, which a collector would publish.
/// </summary>
internal sealed class NullMeterFactory : IMeterFactory
{
    // Not a view of a telemetry library, because the host must not be exposed to any collector.

    public static readonly NullMeterFactory Instance = new();

    // The instruments of a disposed meter are never published.
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
