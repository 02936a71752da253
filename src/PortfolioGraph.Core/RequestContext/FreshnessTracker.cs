namespace PortfolioGraph.Core;

/// <summary>
/// What one request demands of the age of its data, and how old what it was given is. It belongs to the asynchronous flow that began it;
/// loads made there heed the demand and note what they served.
/// </summary>
public sealed class FreshnessTracker : IDisposable
{
    private static readonly AsyncLocal<FreshnessTracker?> CurrentTracker = new();

    private readonly Lock _gate = new();
    private readonly HashSet<ServedPart> _parts = [];
    private readonly FreshnessTracker? _outer;
    private bool _isIncomplete;

    private FreshnessTracker(TimeSpan? maxAge, FreshnessTracker? outer) => (MaxAge, _outer) = (maxAge, outer);

    /// <summary>The greatest age that the request takes; null where it leaves that to the server, zero where it wants everything asked for anew.</summary>
    public TimeSpan? MaxAge { get; }

    internal static FreshnessTracker? Current => CurrentTracker.Value;

    /// <summary>Starts to watch this asynchronous flow, until the value is disposed.</summary>
    /// <param name="maxAge">The greatest age that is wanted; null for none in particular.</param>
    public static FreshnessTracker Begin(TimeSpan? maxAge) => CurrentTracker.Value = new FreshnessTracker(maxAge, CurrentTracker.Value);

    /// <summary>What was served so far.</summary>
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

    /// <summary>Ends the watching.</summary>
    public void Dispose() => CurrentTracker.Value = _outer;

    /// <summary>Notes data that a load served.</summary>
    /// <param name="subject">The dataset and its key, as text.</param>
    /// <param name="asOf">The moment the data was true for the data source.</param>
    /// <param name="remaining">For how long it will be served without asking again; zero where it is past its time.</param>
    internal static void RecordServed(string subject, DateTimeOffset asOf, TimeSpan remaining) =>
        Current?.Record(new ServedPart(subject, asOf, remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining));

    /// <summary>Notes for this asynchronous flow that a load gave nothing, or nothing whole.</summary>
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

/// <summary>What a request was given.</summary>
/// <param name="IsIncomplete">Whether a load gave nothing, or nothing whole.</param>
/// <param name="OldestAsOf">The moment of the oldest part; null where nothing was loaded.</param>
/// <param name="Remaining">For how long every part will be served without asking again; null where nothing was loaded.</param>
/// <param name="Parts">Each subject and its moment, in an order that depends on nothing else.</param>
public sealed record ServedFreshness(bool IsIncomplete, DateTimeOffset? OldestAsOf, TimeSpan? Remaining, IReadOnlyList<(string Subject, DateTimeOffset AsOf)> Parts);
