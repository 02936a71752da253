using System.Diagnostics.Metrics;

namespace PortfolioGraph.Upstream.Telemetry;

/// <summary>The metrics of upstream calls and of the rate limiter's queue.</summary>
internal sealed class UpstreamMetrics
{
    private readonly Meter _meter;
    private readonly Counter<int> _calls;
    private readonly Histogram<double> _waitTime;

    public UpstreamMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(PortfolioTelemetry.Name);
        _calls = _meter.CreateCounter<int>("portfoliograph.upstream.calls", "{call}", "Attempts that were sent to the upstream, by endpoint and outcome.");
        _waitTime = _meter.CreateHistogram<double>("portfoliograph.upstream.queue.wait_time", "s", "Time from the request for a permit until it was granted or rejected.");
    }

    /// <summary>Registers the gauge of the number of queued permits.</summary>
    /// <param name="length">Returns the current number.</param>
    public void ObserveQueueLength(Func<int> length) =>
        _meter.CreateObservableUpDownCounter("portfoliograph.upstream.queue.length", length, "{call}", "Upstream calls that wait for a permit of the rate limiter.");

    /// <summary>Counts an attempt.</summary>
    /// <param name="endpoint">The version and endpoint.</param>
    /// <param name="failure">The kind of failure. Null if the attempt succeeded or was cancelled.</param>
    /// <param name="isCancelled">Whether the attempt was cancelled.</param>
    public void CallEnded(string endpoint, UpstreamFailureKind? failure, bool isCancelled) =>
        _calls.Add(1, new("endpoint", endpoint), new("outcome", isCancelled ? "Cancelled" : failure?.ToString() ?? "Succeeded"));

    /// <summary>Records the wait for a permit.</summary>
    /// <param name="time">The time since the permit was requested.</param>
    /// <param name="isGranted">Whether the permit was granted rather than rejected.</param>
    public void PermitDecided(TimeSpan time, bool isGranted) => _waitTime.Record(time.TotalSeconds, new KeyValuePair<string, object?>("outcome", isGranted ? "Granted" : "Rejected"));
}
