namespace PortfolioGraph.Core;

/// <summary>
/// The maximum age of data that one request accepts, and the age of the data that it was served. Loads in the asynchronous flow that began the tracker honor the
/// maximum age and record the served data.
/// </summary>
public sealed class FreshnessTracker : IDisposable
{
    private static readonly AsyncLocal<FreshnessTracker?> CurrentTracker = new();

    private readonly Lock _gate = new();
    private readonly HashSet<ServedPart> _parts = [];
    private readonly FreshnessTracker? _outer;
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
        {
            return new ServedFreshness(
                _isIncomplete,
                _parts.Count == 0 ? null : _parts.Min(static part => part.AsOf),
                _parts.Count == 0 ? null : _parts.Min(static part => part.Remaining),
                [.. _parts.Select(static part => (part.Subject, part.AsOf)).Distinct().OrderBy(static part => part.Subject, StringComparer.Ordinal).ThenBy(static part => part.AsOf)]);
        }
    }

    /// <summary>Ends tracking.</summary>
    public void Dispose() => CurrentTracker.Value = _outer;

    /// <summary>Records data that a load served.</summary>
    /// <param name="subject">The dataset and its key, as text.</param>
    /// <param name="asOf">The time at which the data was correct according to the upstream.</param>
    /// <param name="remaining">How long the data stays fresh; zero if it is stale.</param>
    internal static void RecordServed(string subject, DateTimeOffset asOf, TimeSpan remaining) =>
        Current?.Record(new ServedPart(subject, asOf, remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining));

    /// <summary>Records in this asynchronous flow that a load failed, in whole or in part.</summary>
    public static void MarkIncomplete()
    {
        if (Current is not { } current)
            return;
        lock (current._gate)
            current._isIncomplete = true;
    }

    private void Record(ServedPart part)
    {
        lock (_gate)
            _parts.Add(part);
    }

    private readonly record struct ServedPart(string Subject, DateTimeOffset AsOf, TimeSpan Remaining);
}

/// <summary>The freshness of the data that a request was served.</summary>
/// <param name="IsIncomplete">Whether a load failed, in whole or in part.</param>
/// <param name="OldestAsOf">The time of the oldest part; null if nothing was served.</param>
/// <param name="Remaining">How long all parts stay fresh; null if nothing was served.</param>
/// <param name="Parts">Each subject and its time, in an order that does not depend on the order of loading.</param>
public sealed record ServedFreshness(bool IsIncomplete, DateTimeOffset? OldestAsOf, TimeSpan? Remaining, IReadOnlyList<(string Subject, DateTimeOffset AsOf)> Parts);
