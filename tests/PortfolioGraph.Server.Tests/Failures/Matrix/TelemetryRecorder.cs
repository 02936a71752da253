using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>Everything that this process tells by activities and metrics, as whoever collects them would see it. The runtime's experimental sources stay off, as they are by default.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly ConcurrentQueue<(string Source, string Text)> _told = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public TelemetryRecorder()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => !source.Name.StartsWith("Experimental.", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Note(
                activity.Source.Name,
                [.. activity.TagObjects, .. activity.Baggage.Select(static item => new KeyValuePair<string, object?>(item.Key, item.Value)), .. activity.Events.SelectMany(static told => told.Tags)],
                $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_activities);

        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument.Meter.Name, tags, instrument.Name));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument.Meter.Name, tags, instrument.Name));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument.Meter.Name, tags, instrument.Name));
        _meters.Start();
    }

    /// <summary>What was told so far: who told it, and one text for each activity or measurement.</summary>
    public IReadOnlyList<(string Source, string Text)> Told => [.. _told];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Note(string source, ReadOnlySpan<KeyValuePair<string, object?>> tags, string text)
    {
        foreach (var (name, value) in tags)
            text += $" {name}={value};";
        _told.Enqueue((source, text));
    }
}
