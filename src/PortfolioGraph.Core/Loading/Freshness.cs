namespace PortfolioGraph.Core;

/// <summary>
/// What one request demands of the age of its data, and how old what it was given is. It belongs to the asynchronous flow that began it;
/// loads made there heed the demand and note what they served.
/// </summary>
public sealed class Freshness : IDisposable
{
    private static readonly AsyncLocal<Freshness?> CurrentFreshness = new();

    private readonly Lock _gate = new();
    private readonly HashSet<ServedPart> _parts = [];
    private readonly Freshness? _outer;
    private bool _isIncomplete;

    private Freshness(TimeSpan? maxAge, Freshness? outer) => (MaxAge, _outer) = (maxAge, outer);

    /// <summary>The greatest age that the request takes; null where it leaves that to the server, zero where it wants everything asked for anew.</summary>
    public TimeSpan? MaxAge { get; }

    internal static Freshness? Current => CurrentFreshness.Value;

    /// <summary>Starts to watch this asynchronous flow, until the value is disposed.</summary>
    /// <param name="maxAge">The greatest age that is wanted; null for none in particular.</param>
    public static Freshness Begin(TimeSpan? maxAge) => CurrentFreshness.Value = new Freshness(maxAge, CurrentFreshness.Value);

    /// <summary>What was served so far.</summary>
    public ServedData Read()
    {
        lock (_gate)
        {
            return new ServedData(
                _isIncomplete,
                _parts.Count == 0 ? null : _parts.Min(static part => part.AsOf),
                _parts.Count == 0 ? null : _parts.Min(static part => part.Remaining),
                [.. _parts.Select(static part => (part.Subject, part.AsOf)).Distinct().OrderBy(static part => part.Subject, StringComparer.Ordinal).ThenBy(static part => part.AsOf)]);
        }
    }

    /// <summary>Ends the watching.</summary>
    public void Dispose() => CurrentFreshness.Value = _outer;

    /// <summary>Notes data that a load served.</summary>
    /// <param name="subject">The dataset and its key, as text.</param>
    /// <param name="asOf">The moment the data was true for the data source.</param>
    /// <param name="remaining">For how long it will be served without asking again; zero where it is past its time.</param>
    internal static void NoteServed(string subject, DateTimeOffset asOf, TimeSpan remaining) =>
        Current?.Note(new ServedPart(subject, asOf, remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining));

    /// <summary>Notes for this asynchronous flow that a load gave nothing, or nothing whole.</summary>
    public static void NoteIncomplete()
    {
        if (Current is not { } current)
            return;
        lock (current._gate)
            current._isIncomplete = true;
    }

    private void Note(ServedPart part)
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
public sealed record ServedData(bool IsIncomplete, DateTimeOffset? OldestAsOf, TimeSpan? Remaining, IReadOnlyList<(string Subject, DateTimeOffset AsOf)> Parts);
