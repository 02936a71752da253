namespace PortfolioGraph.Core;

/// <summary>What one operation asked of the data source. It belongs to the asynchronous flow that began it; loads started there count themselves in.</summary>
public sealed class UpstreamTally : IDisposable
{
    private static readonly AsyncLocal<UpstreamTally?> CurrentTally = new();

    private readonly Lock _gate = new();
    private readonly UpstreamTally? _outer;
    private readonly List<StaleAnswer> _stale = [];
    private readonly HashSet<object> _cached = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _joined = new(ReferenceEqualityComparer.Instance);
    private int _calls;
    private long? _loadsSince;

    private UpstreamTally(UpstreamTally? outer) => _outer = outer;

    /// <summary>Starts to count for this asynchronous flow, until the tally is disposed.</summary>
    public static UpstreamTally Begin() => CurrentTally.Value = new UpstreamTally(CurrentTally.Value);

    /// <summary>What was counted so far for this asynchronous flow; nothing where no tally was begun.</summary>
    public static UpstreamUse Read()
    {
        if (CurrentTally.Value is not { } tally)
            return new UpstreamUse(0, 0, 0, []);

        lock (tally._gate)
            return new UpstreamUse(tally._calls, tally._cached.Count, tally._joined.Count, [.. tally._stale]);
    }

    /// <summary>Ends the counting.</summary>
    public void Dispose() => CurrentTally.Value = _outer;

    /// <summary>The tally of this asynchronous flow, by which a cached answer knows the operation that loaded it; null where none was begun.</summary>
    internal static UpstreamTally? Current => CurrentTally.Value;

    /// <summary>When this operation's first load began, by <see cref="TimeProvider.GetTimestamp"/>: its patience with the call budget counts from there.</summary>
    internal long LoadsSince(TimeProvider time)
    {
        lock (_gate)
            return _loadsSince ??= time.GetTimestamp();
    }

    internal static void AddCalls(int count) => Add(tally => tally._calls += count);

    /// <summary>Notes an answer taken from the cache; however many fields it serves, it is one.</summary>
    internal static void AddCached(object answer) => Add(tally => tally._cached.Add(answer));

    /// <summary>Notes a call of another operation that is waited for; however many fields wait for it, it is one.</summary>
    internal void AddCoalesced(object call)
    {
        lock (_gate)
            _joined.Add(call);
    }

    /// <summary>Notes for this asynchronous flow that a field was given data past its time.</summary>
    /// <param name="path">The field's place in the answer.</param>
    /// <param name="asOf">The moment the data was true for the data source.</param>
    public static void NoteStale(IReadOnlyList<object> path, DateTimeOffset asOf) => Add(tally => tally._stale.Add(new StaleAnswer(path, asOf)));

    private static void Add(Action<UpstreamTally> count)
    {
        if (CurrentTally.Value is not { } tally)
            return;

        lock (tally._gate)
            count(tally);
    }
}

/// <summary>What an operation asked of the data source.</summary>
/// <param name="Calls">Calls made on behalf of this operation, retries included. A call that several operations share counts for the one that started it.</param>
/// <param name="Cached">Different answers taken from the cache that this operation had not loaded itself.</param>
/// <param name="Joined">Different calls that this operation waited for and another had started.</param>
/// <param name="Stale">Fields given data past its time, since asking again failed or would have taken too long.</param>
public sealed record UpstreamUse(int Calls, int Cached, int Joined, IReadOnlyList<StaleAnswer> Stale);

/// <summary>A field that was given data past its time.</summary>
/// <param name="Path">The field's place in the answer.</param>
/// <param name="AsOf">The moment the data was true for the data source.</param>
public sealed record StaleAnswer(IReadOnlyList<object> Path, DateTimeOffset AsOf);
