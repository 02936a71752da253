namespace PortfolioGraph.Core;

/// <summary>Counts the upstream calls and cache hits of one operation. Loads in the asynchronous flow that began the recorder record themselves.</summary>
public sealed class UpstreamUsageRecorder : IDisposable
{
    private static readonly AsyncLocal<UpstreamUsageRecorder?> CurrentRecorder = new();

    private readonly Lock _gate = new();
    private readonly UpstreamUsageRecorder? _outer;
    private readonly UpstreamUsageTotal? _total = UpstreamUsageTotal.Current;
    // Most operations use only some of these.
    private List<StaleField>? _stale;
    private HashSet<object>? _cached;
    private HashSet<object>? _coalesced;
    private List<ICachedPart>? _parts;
    private List<ICachedPart>? _loaded;
    private int _calls;
    private long? _firstLoadAt;
    private bool _isUnrepeatable;
    private bool _hasUncached;

    private UpstreamUsageRecorder(UpstreamUsageRecorder? outer)
    {
        _outer = outer;
        _total?.Add(static sum => sum with { Operations = sum.Operations + 1 });
    }

    /// <summary>Starts recording in this asynchronous flow until the recorder is disposed. The usage also counts for the <see cref="UpstreamUsageTotal"/> of the flow.</summary>
    public static UpstreamUsageRecorder Begin() => CurrentRecorder.Value = new UpstreamUsageRecorder(CurrentRecorder.Value);

    /// <summary>Returns the usage of this asynchronous flow so far; all zero if no recorder is active.</summary>
    public static UpstreamUsage Read()
    {
        if (CurrentRecorder.Value is not { } recorder)
            return new UpstreamUsage(0, 0, 0, []);

        lock (recorder._gate)
            return new UpstreamUsage(recorder._calls, recorder._cached?.Count ?? 0, recorder._coalesced?.Count ?? 0, recorder.ReadStale());
    }

    /// <summary>Ends recording.</summary>
    public void Dispose() => CurrentRecorder.Value = _outer;

    /// <summary>The recorder of this asynchronous flow; null if none is active.</summary>
    internal static UpstreamUsageRecorder? Current => CurrentRecorder.Value;

    /// <summary>
    /// Identifies the operation that loaded a cache entry. An entry does not refer to the recorder itself, because the recorder refers to the entries that the
    /// operation used. Those would stay in memory after their eviction, and with them all entries that they depend on.
    /// </summary>
    internal object Operation { get; } = new();

    /// <summary>Returns when the operation's first load started, by <see cref="TimeProvider.GetTimestamp"/>. The queue timeout of all its loads counts from this time.</summary>
    internal long FirstLoadAt(TimeProvider time)
    {
        lock (_gate)
            return _firstLoadAt ??= time.GetTimestamp();
    }

    /// <summary>Adds upstream calls, retries included.</summary>
    internal static void AddCalls(int count) => Current?.Add(recorder => recorder._calls += count, sum => sum with { Calls = sum.Calls + count });

    /// <summary>
    /// Records in this asynchronous flow that the response contains something besides loaded data that can differ the next time, so that the response is not kept.
    /// </summary>
    public static void MarkUnrepeatable()
    {
        if (Current is { } recorder)
            recorder._isUnrepeatable = true;
    }

    /// <summary>Whether the operation was served from the cache only, without stale data, and its response does not depend on anything else.</summary>
    internal bool IsRepeatable
    {
        get
        {
            lock (_gate)
                return _calls == 0 && _coalesced is null && _stale is null && !_isUnrepeatable;
        }
    }

    /// <summary>The parts that the operation was served from the cache.</summary>
    internal ICachedPart[] CachedParts
    {
        get
        {
            lock (_gate)
                return [.. _parts ?? []];
        }
    }

    /// <summary>
    /// The parts that the operation was served from the cache or has loaded, and the failures of its loads. Null if the response depends on anything else or has stale data.
    /// </summary>
    internal ICachedPart[]? AllParts
    {
        get
        {
            lock (_gate)
                return _stale is not null || _hasUncached || _isUnrepeatable ? null : [.. _parts ?? [], .. _loaded ?? []];
        }
    }

    /// <summary>Adds data that the operation has loaded or waited for, or the failure of that load.</summary>
    /// <param name="part">How other operations find the data; null if they cannot.</param>
    internal void AddLoaded(ICachedPart? part)
    {
        lock (_gate)
        {
            if (part is null)
                _hasUncached = true;
            else
                (_loaded ??= []).Add(part);
        }
    }

    /// <summary>Adds a cache entry that another operation loaded. An entry that serves several fields counts once.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="part">How to load it again.</param>
    internal void AddCached(object entry, ICachedPart part)
    {
        bool isNew;
        lock (_gate)
        {
            (_parts ??= []).Add(part);
            isNew = (_cached ??= new(ReferenceEqualityComparer.Instance)).Add(entry);
        }

        if (isNew)
            _total?.Add(static sum => sum with { Cached = sum.Cached + 1 });
    }

    /// <summary>Adds a call that another operation started. A call that several fields wait for counts once.</summary>
    internal void AddCoalesced(object call)
    {
        bool isNew;
        lock (_gate)
            isNew = (_coalesced ??= new(ReferenceEqualityComparer.Instance)).Add(call);
        if (isNew)
            _total?.Add(static sum => sum with { Coalesced = sum.Coalesced + 1 });
    }

    /// <summary>Records in this asynchronous flow that a field was served stale data.</summary>
    /// <param name="path">The field's path in the response.</param>
    /// <param name="asOf">The time at which the data was correct according to the upstream.</param>
    public static void RecordStale(IReadOnlyList<object> path, DateTimeOffset asOf) =>
        Current?.Add(recorder => (recorder._stale ??= []).Add(new StaleField(path, asOf)), static sum => sum with { Stale = sum.Stale + 1 });

    // In an order that does not depend on the order of loading.
    private IReadOnlyList<StaleField> ReadStale() =>
        _stale is null or [_] ? [.. _stale ?? []] : [.. _stale.OrderBy(static field => string.Join('.', field.Path), StringComparer.Ordinal).ThenBy(static field => field.AsOf)];

    private void Add(Action<UpstreamUsageRecorder> record, Func<UpstreamUsageSum, UpstreamUsageSum> count)
    {
        lock (_gate)
            record(this);
        _total?.Add(count);
    }
}

/// <summary>The upstream usage of one operation.</summary>
/// <param name="Calls">The number of calls that the operation started, retries included. A call that several operations share counts for the operation that started it.</param>
/// <param name="Cached">The number of cache entries that the operation used and did not load itself.</param>
/// <param name="Coalesced">The number of calls that the operation waited for and another operation had started.</param>
/// <param name="Stale">The fields that were served stale data, because the refresh failed or would have taken too long.</param>
public sealed record UpstreamUsage(int Calls, int Cached, int Coalesced, IReadOnlyList<StaleField> Stale);

/// <summary>A field that was served stale data.</summary>
/// <param name="Path">The field's path in the response.</param>
/// <param name="AsOf">The time at which the data was correct according to the upstream.</param>
public sealed record StaleField(IReadOnlyList<object> Path, DateTimeOffset AsOf);
