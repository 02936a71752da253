using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// The one way every dataset is loaded: from the cache, by waiting for a call that is already under way, or by the fewest new calls.
/// A call belongs to all who wait for it: one caller's leaving ends only its own wait, the last one's leaving cancels the call.
/// </summary>
internal sealed class DatasetLoader<TKey, TValue> : IDatasetLoader<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    private readonly IDataset<TKey, TValue> _dataset;
    private readonly DatasetCache _cache;
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;
    private readonly IUpstreamRateLimiter _limiter;
    private readonly RequestCoalescer<TKey, TValue> _coalescer;

    public DatasetLoader(IDataset<TKey, TValue> dataset, DatasetCache cache, IUpstreamRateLimiter limiter, IOptions<CacheOptions> options, TimeProvider time)
    {
        (_dataset, _cache, _limiter, _options, _time) = (dataset, cache, limiter, options.Value, time);
        _coalescer = new RequestCoalescer<TKey, TValue>(dataset, limiter, time, Store);
    }

    /// <summary>How many waits for a call there are.</summary>
    public int WaiterCount => _coalescer.WaiterCount;

    public async Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = new Dictionary<TKey, LoadResult<TValue>>(keys.Count);
        var maxAge = MaxAge();
        var open = keys;

        // A second round is for keys that came with somebody else's call but were not in its answer.
        while (open.Count > 0)
        {
            var waiters = _coalescer.JoinOrStart(open, key => NeedsUpstreamBypass(key, maxAge), HasStaleEntry, key => FindCached(key, maxAge), results);
            open = await AwaitResultsAsync(waiters, results, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    private async Task<List<TKey>> AwaitResultsAsync(IReadOnlyList<Waiter<TKey, TValue>> waiters, Dictionary<TKey, LoadResult<TValue>> results, CancellationToken ct)
    {
        try
        {
            await WaitForPermitsAsync([.. waiters.Where(static waiter => !waiter.HasStaleFallback && waiter.Call is { IsDispatched: false })], _limiter.QueueTimeout, ct).ConfigureAwait(false);
            await WaitForPermitsAsync([.. waiters.Where(static waiter => waiter.HasStaleFallback && waiter.Call is { IsDispatched: false })], _options.SoftTimeout, ct).ConfigureAwait(false);
            await CompletionOf(waiters).WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _coalescer.CancelWaiters(waiters);
        }

        List<TKey> missing = [];
        foreach (var waiter in waiters)
        {
            var result = await waiter.Completion.Task.ConfigureAwait(false);
            if (result is null)
                missing.Add(waiter.Key);
            else if ((result.Failure is not null || result.IsPartial) && FindStale(waiter.Key) is { } stale)
                results[waiter.Key] = stale;
            else
                results[waiter.Key] = result.Failure is null ? RecordFreshness(waiter.Key, result, _dataset.TimeToLive) : result;
        }

        return missing;
    }

    // The patience is that of the whole operation, whichever of its loads waits, and whoever's call it waits for.
    private async Task WaitForPermitsAsync(IReadOnlyList<Waiter<TKey, TValue>> waiters, TimeSpan timeout, CancellationToken ct)
    {
        if (waiters.Count == 0)
            return;

        var remaining = timeout - _time.GetElapsedTime(waiters[0].WaitingSince);
        try
        {
            await CompletionOf(waiters).WaitAsync(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _coalescer.TimeOutWaiters(waiters);
        }
    }

    private static Task<LoadResult<TValue>?[]> CompletionOf(IEnumerable<Waiter<TKey, TValue>> waiters) => Task.WhenAll(waiters.Select(static waiter => waiter.Completion.Task));

    // The greatest age that the request takes, where it may say so; what is younger than the floor is young enough for anybody.
    private TimeSpan? MaxAge() =>
        !_options.HonorClientCacheControl || FreshnessTracker.Current?.MaxAge is not { } wanted ? null : wanted < _options.MinRefreshAge ? _options.MinRefreshAge : wanted;

    // Who asks for younger data than is at hand is not to be given what the data source itself has kept.
    private bool NeedsUpstreamBypass(TKey key, TimeSpan? maxAge) =>
        (maxAge is not null && (FreshnessTracker.Current!.MaxAge <= _dataset.TimeToLive || (Find(key, _dataset.TimeToLive, out var entry, out _) && AgeOf(entry) > maxAge)))
        || _cache.InvalidatedAt(KeyOwners.Of(key)) is not null;

    private bool HasStaleEntry(TKey key) => Find(key, _dataset.TimeToLive + _options.StaleIfError, out _, out _);

    private LoadResult<TValue>? FindCached(TKey key, TimeSpan? maxAge)
    {
        if (!Find(key, _dataset.TimeToLive, out var entry, out var isCovering))
            return null;

        // What this very operation asked for is as live for its other fields as for the one that came first.
        var isOwn = entry.LoadedBy is { } loader && loader == UpstreamUsageRecorder.Current;
        if (!isOwn && (AgeOf(entry) > maxAge || IsInvalidated(key, entry)))
            return null;
        if (!isOwn)
            UpstreamUsageRecorder.AddCached(entry);

        var served = isOwn ? Served(entry, SourceState.Live) : entry.AsCached ??= Served(entry, SourceState.Cached);
        return RecordFreshness(key, isCovering ? Projected(served, key) : served, _dataset.TimeToLive - _time.GetElapsedTime(entry.LoadedAt));
    }

    private LoadResult<TValue>? FindStale(TKey key)
    {
        if (!Find(key, _dataset.TimeToLive + _options.StaleIfError, out var entry, out var isCovering))
            return null;

        var served = Served(entry, SourceState.Stale);
        return RecordFreshness(key, isCovering ? Projected(served, key) : served, TimeSpan.Zero);
    }

    private bool Find(TKey key, TimeSpan age, out Entry entry, out bool isCovering)
    {
        isCovering = false;
        if (TryGetEntry(key, age, out entry))
            return true;

        foreach (var covering in _dataset.GetCoveringKeys(key))
        {
            isCovering = TryGetEntry(covering, age, out entry);
            if (isCovering)
                return true;
        }

        return false;
    }

    private bool TryGetEntry(TKey key, TimeSpan age, out Entry entry) =>
        _cache.TryGet(CacheKey(key), out entry!) && _time.GetElapsedTime(entry.LoadedAt) < age;

    // A call that the data source answered from its own cache, or that was under way already, may be as old as what was forgotten.
    private bool IsInvalidated(TKey key, Entry entry) => _cache.InvalidatedAt(KeyOwners.Of(key)) is { } turn && (turn > entry.Generation || !entry.BypassedUpstreamCache);

    private TimeSpan AgeOf(Entry entry) => entry.AgeWhenLoaded + _time.GetElapsedTime(entry.LoadedAt);

    private void Store(TKey key, TValue value, Provenance from)
    {
        var age = _time.GetUtcNow() - from.AsOf;
        _cache.Set(
            CacheKey(key),
            new Entry(value, from, age < TimeSpan.Zero ? TimeSpan.Zero : age, _time.GetTimestamp(), _cache.NextGeneration(), !UpstreamCacheBypass.IsAllowed, UpstreamUsageRecorder.Current),
            CacheEntrySize.Of(value));
    }

    private LoadResult<TValue> Served(Entry entry, SourceState state)
    {
        var source = entry.Provenance.In(state);
        return LoadResult<TValue>.Of(_dataset.WithSource(entry.Value, source), source);
    }

    private LoadResult<TValue> Projected(LoadResult<TValue> covering, TKey key) => LoadResult<TValue>.Of(_dataset.Project(covering.Value!, key), covering.Source!);

    private LoadResult<TValue> RecordFreshness(TKey key, LoadResult<TValue> served, TimeSpan remaining)
    {
        if (FreshnessTracker.Current is not null)
            FreshnessTracker.RecordServed($"{_dataset.Dataset} {key}", served.Source!.AsOf, remaining);
        return served;
    }

    private (Dataset Dataset, TKey Key) CacheKey(TKey key) => (_dataset.Dataset, key);

    /// <summary>An answer in the cache.</summary>
    /// <param name="Value">The value, its source live.</param>
    /// <param name="Provenance">The answers it was made from.</param>
    /// <param name="AgeWhenLoaded">How old it was when it came.</param>
    /// <param name="LoadedAt">When it came, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="Generation">When it came, by <see cref="DatasetCache.NextGeneration"/>.</param>
    /// <param name="BypassedUpstreamCache">Whether the data source's own cache was passed by.</param>
    /// <param name="LoadedBy">The operation whose call brought it; null outside any.</param>
    private sealed record Entry(TValue Value, Provenance Provenance, TimeSpan AgeWhenLoaded, long LoadedAt, long Generation, bool BypassedUpstreamCache, UpstreamUsageRecorder? LoadedBy)
    {
        /// <summary>As it is served within its life, made once.</summary>
        public LoadResult<TValue>? AsCached { get; set; }
    }
}
