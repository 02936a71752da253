namespace PortfolioGraph.Core;

/// <summary>What one operation asked of the data source. It belongs to the asynchronous flow that began it; loads started there count themselves in.</summary>
public sealed class UpstreamUsageRecorder : IDisposable
{
    private static readonly AsyncLocal<UpstreamUsageRecorder?> CurrentRecorder = new();

    private readonly Lock _gate = new();
    private readonly UpstreamUsageRecorder? _outer;
    private readonly List<StaleField> _stale = [];
    private readonly HashSet<object> _cached = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _coalesced = new(ReferenceEqualityComparer.Instance);
    private int _calls;
    private long? _firstLoadAt;

    private UpstreamUsageRecorder(UpstreamUsageRecorder? outer) => _outer = outer;

    /// <summary>Starts to count for this asynchronous flow, until the tally is disposed.</summary>
    public static UpstreamUsageRecorder Begin() => CurrentRecorder.Value = new UpstreamUsageRecorder(CurrentRecorder.Value);

    /// <summary>What was counted so far for this asynchronous flow; nothing where no tally was begun.</summary>
    public static UpstreamUsage Read()
    {
        if (CurrentRecorder.Value is not { } recorder)
            return new UpstreamUsage(0, 0, 0, []);

        lock (recorder._gate)
            return new UpstreamUsage(recorder._calls, recorder._cached.Count, recorder._coalesced.Count, [.. recorder._stale]);
    }

    /// <summary>Ends the counting.</summary>
    public void Dispose() => CurrentRecorder.Value = _outer;

    /// <summary>The tally of this asynchronous flow, by which a cached answer knows the operation that loaded it; null where none was begun.</summary>
    internal static UpstreamUsageRecorder? Current => CurrentRecorder.Value;

    /// <summary>When this operation's first load began, by <see cref="TimeProvider.GetTimestamp"/>: its patience with the call budget counts from there.</summary>
    internal long FirstLoadAt(TimeProvider time)
    {
        lock (_gate)
            return _firstLoadAt ??= time.GetTimestamp();
    }

    internal static void AddCalls(int count) => Add(recorder => recorder._calls += count);

    /// <summary>Notes an answer taken from the cache; however many fields it serves, it is one.</summary>
    internal static void AddCached(object answer) => Add(recorder => recorder._cached.Add(answer));

    /// <summary>Notes a call of another operation that is waited for; however many fields wait for it, it is one.</summary>
    internal void AddCoalesced(object call)
    {
        lock (_gate)
            _coalesced.Add(call);
    }

    /// <summary>Notes for this asynchronous flow that a field was given data past its time.</summary>
    /// <param name="path">The field's place in the answer.</param>
    /// <param name="asOf">The moment the data was true for the data source.</param>
    public static void RecordStale(IReadOnlyList<object> path, DateTimeOffset asOf) => Add(recorder => recorder._stale.Add(new StaleField(path, asOf)));

    private static void Add(Action<UpstreamUsageRecorder> count)
    {
        if (CurrentRecorder.Value is not { } recorder)
            return;

        lock (recorder._gate)
            count(recorder);
    }
}

/// <summary>What an operation asked of the data source.</summary>
/// <param name="Calls">Calls made on behalf of this operation, retries included. A call that several operations share counts for the one that started it.</param>
/// <param name="Cached">Different answers taken from the cache that this operation had not loaded itself.</param>
/// <param name="Coalesced">Different calls that this operation waited for and another had started.</param>
/// <param name="Stale">Fields given data past its time, since asking again failed or would have taken too long.</param>
public sealed record UpstreamUsage(int Calls, int Cached, int Coalesced, IReadOnlyList<StaleField> Stale);

/// <summary>A field that was given data past its time.</summary>
/// <param name="Path">The field's place in the answer.</param>
/// <param name="AsOf">The moment the data was true for the data source.</param>
public sealed record StaleField(IReadOnlyList<object> Path, DateTimeOffset AsOf);
