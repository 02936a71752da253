using System.Diagnostics.Metrics;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>Records the measurements of one server's own meter.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(string Name, double Value, string Tags)> _measurements = [];
    private readonly List<Instrument> _instruments = [];

    public MetricRecorder(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "PortfolioGraph" || instrument.Meter.Scope != meters)
                return;
            lock (_gate)
                _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments of the server.</summary>
    public IReadOnlyList<Instrument> Instruments
    {
        get
        {
            lock (_gate)
                return [.. _instruments];
        }
    }

    /// <summary>Returns the measurements of an instrument, each with its tags as text.</summary>
    public IReadOnlyList<(double Value, string Tags)> Of(string name)
    {
        lock (_gate)
            return [.. _measurements.Where(measurement => measurement.Name == name).Select(static measurement => (measurement.Value, measurement.Tags))];
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"));
        lock (_gate)
            _measurements.Add((instrument.Name, value, text));
    }
}
