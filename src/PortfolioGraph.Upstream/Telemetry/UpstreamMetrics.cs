using System.Diagnostics.Metrics;

namespace PortfolioGraph.Upstream.Telemetry;

/// <summary>The metrics of upstream calls and of the rate limiter's queue.</summary>
internal sealed class UpstreamMetrics
{
    private static readonly InstrumentAdvice<double> InSeconds = new() { HistogramBucketBoundaries = Seconds };

    private readonly Meter _meter;
    private readonly Counter<int> _calls;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _waitTime;

    public UpstreamMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(PortfolioTelemetry.Name);
        _calls = _meter.CreateCounter<int>("portfoliograph.upstream.calls", "{call}", "Attempts that were sent to the upstream, by endpoint and outcome.");
        _duration = _meter.CreateHistogram<double>("portfoliograph.upstream.duration", "s", "Duration of an attempt from sending to the end of its response, by endpoint and outcome.", advice: InSeconds);
        _waitTime = _meter.CreateHistogram<double>("portfoliograph.upstream.queue.wait_time", "s", "Time from the request for a permit until it was granted or rejected.", advice: InSeconds);
    }

    /// <summary>The bounds of the buckets of histograms of seconds: those that the semantic conventions have for HTTP. Without them a collector would assume milliseconds.</summary>
    public static IReadOnlyList<double> Seconds => [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Registers the gauge of the number of queued permits.</summary>
    /// <param name="length">Returns the current number.</param>
    public void ObserveQueueLength(Func<int> length) =>
        _meter.CreateObservableUpDownCounter("portfoliograph.upstream.queue.length", length, "{call}", "Upstream calls that wait for a permit of the rate limiter.");

    /// <summary>Registers the gauge of the number of granted permits.</summary>
    /// <param name="granted">Returns the current number.</param>
    public void ObserveGranted(Func<int> granted) =>
        _meter.CreateObservableUpDownCounter("portfoliograph.upstream.permits.granted", granted, "{permit}", "Permits of the rate limiter that are granted and whose call is not sent yet. Without a limit always 0.");

    /// <summary>Counts an attempt.</summary>
    /// <param name="endpoint">The version and endpoint.</param>
    /// <param name="failure">The kind of failure. Null if the attempt succeeded or was cancelled.</param>
    /// <param name="isCancelled">Whether the attempt was cancelled.</param>
    /// <param name="duration">The time since the attempt was sent.</param>
    public void CallEnded(string endpoint, UpstreamFailureKind? failure, bool isCancelled, TimeSpan duration)
    {
        var outcome = NameOf(failure, isCancelled);
        _calls.Add(1, new("endpoint", endpoint), new("outcome", outcome));
        _duration.Record(duration.TotalSeconds, new("endpoint", endpoint), new("outcome", outcome));
    }

    /// <summary>Returns the name of an outcome, as metrics and activities have it.</summary>
    /// <param name="failure">The kind of failure; null if there is none.</param>
    /// <param name="isCancelled">Whether the attempt was cancelled.</param>
    public static string NameOf(UpstreamFailureKind? failure, bool isCancelled) => isCancelled ? "Cancelled" : failure?.ToString() ?? "Succeeded";

    /// <summary>Records the wait for a permit.</summary>
    /// <param name="time">The time since the permit was requested.</param>
    /// <param name="isGranted">Whether the permit was granted rather than rejected.</param>
    public void PermitDecided(TimeSpan time, bool isGranted) => _waitTime.Record(time.TotalSeconds, new KeyValuePair<string, object?>("outcome", isGranted ? "Granted" : "Rejected"));
}
