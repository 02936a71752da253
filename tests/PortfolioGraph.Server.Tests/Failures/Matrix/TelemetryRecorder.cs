using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>Records all activities and metrics of this process, as a collector would receive them. The experimental sources of the runtime stay off, as by default.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly ConcurrentQueue<(string Source, string Text)> _records = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public TelemetryRecorder()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => !source.Name.StartsWith("Experimental.", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Record(
                activity.Source.Name,
                [.. activity.TagObjects, .. activity.Baggage.Select(static item => new KeyValuePair<string, object?>(item.Key, item.Value)), .. activity.Events.SelectMany(static e => e.Tags)],
                $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_activities);

        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Record(instrument.Meter.Name, tags, instrument.Name));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Record(instrument.Meter.Name, tags, instrument.Name));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Record(instrument.Meter.Name, tags, instrument.Name));
        _meters.Start();
    }

    /// <summary>The records so far: their sources, and one text for each activity or measurement.</summary>
    public IReadOnlyList<(string Source, string Text)> Records => [.. _records];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Record(string source, ReadOnlySpan<KeyValuePair<string, object?>> tags, string text)
    {
        foreach (var (name, value) in tags)
            text += $" {name}={value};";
        _records.Enqueue((source, text));
    }
}
