namespace PortfolioGraph.Core;

/// <summary>
/// The maximum age of data that one request accepts, and the age of the data that it was served. Loads in the asynchronous flow that began the tracker honor the
/// maximum age and record the served data.
/// </summary>
public sealed class FreshnessTracker : IDisposable
{
    private static readonly AsyncLocal<FreshnessTracker?> CurrentTracker = new();

    private readonly Lock _gate = new();
    private readonly List<(object Subject, DateTimeOffset AsOf)> _parts = [];
    private readonly FreshnessTracker? _outer;
    private DateTimeOffset? _oldestAsOf;
    private TimeSpan? _remaining;
    private bool _isIncomplete;

    private FreshnessTracker(TimeSpan? maxAge, FreshnessTracker? outer) => (MaxAge, _outer) = (maxAge, outer);

    /// <summary>The maximum age that the request accepts; null for the server's default, zero to reload everything.</summary>
    public TimeSpan? MaxAge { get; }

    /// <summary>The tracker of this asynchronous flow; null if none is active.</summary>
    internal static FreshnessTracker? Current => CurrentTracker.Value;

    /// <summary>Starts tracking in this asynchronous flow until the tracker is disposed.</summary>
    /// <param name="maxAge">The maximum age that the request accepts; null for the server's default.</param>
    public static FreshnessTracker Begin(TimeSpan? maxAge) => CurrentTracker.Value = new FreshnessTracker(maxAge, CurrentTracker.Value);

    /// <summary>Returns the freshness of the data that was served so far.</summary>
    public ServedFreshness Read()
    {
        lock (_gate)
            return new ServedFreshness(_isIncomplete, _oldestAsOf, _remaining);
    }

    /// <summary>Returns the subject and the time of each part that was served so far, in an order that does not depend on the order of loading.</summary>
    public IReadOnlyList<(string Subject, DateTimeOffset AsOf)> ReadParts()
    {
        lock (_gate)
            return [.. _parts.Select(static part => (Subject: part.Subject.ToString()!, part.AsOf)).Distinct().OrderBy(static part => part.Subject, StringComparer.Ordinal).ThenBy(static part => part.AsOf)];
    }

    /// <summary>Ends tracking.</summary>
    public void Dispose() => CurrentTracker.Value = _outer;

    /// <summary>Records data that a load served.</summary>
    /// <param name="subject">The dataset and its key; its text identifies the data.</param>
    /// <param name="asOf">The time at which the data was correct according to the upstream.</param>
    /// <param name="remaining">How long the data stays fresh; not positive if it is stale.</param>
    internal void Record(object subject, DateTimeOffset asOf, TimeSpan remaining)
    {
        if (remaining < TimeSpan.Zero)
            remaining = TimeSpan.Zero;
        lock (_gate)
        {
            _parts.Add((subject, asOf));
            if (_oldestAsOf is null || asOf < _oldestAsOf)
                _oldestAsOf = asOf;
            if (_remaining is null || remaining < _remaining)
                _remaining = remaining;
        }
    }

    /// <summary>Records in this asynchronous flow that a load failed, in whole or in part.</summary>
    public static void MarkIncomplete()
    {
        if (Current is not { } current)
            return;
        lock (current._gate)
            current._isIncomplete = true;
    }
}

/// <summary>The freshness of the data that a request was served.</summary>
/// <param name="IsIncomplete">Whether a load failed, in whole or in part.</param>
/// <param name="OldestAsOf">The time of the oldest part; null if nothing was served.</param>
/// <param name="Remaining">How long all parts stay fresh; null if nothing was served.</param>
public sealed record ServedFreshness(bool IsIncomplete, DateTimeOffset? OldestAsOf, TimeSpan? Remaining);
