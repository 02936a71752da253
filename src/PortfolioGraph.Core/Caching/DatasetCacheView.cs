using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>What the cache has for a key.</summary>
/// <param name="Fresh">The result that is fresh enough for the current request; null if there is none.</param>
/// <param name="HasStale">Whether <see cref="DatasetCacheView{TKey, TValue}.FindStale"/> has a result for the key.</param>
/// <param name="NeedsUpstreamBypass">Whether a load of the key must bypass the upstream's own cache.</param>
internal readonly record struct CacheLookup<TValue>(LoadResult<TValue>? Fresh, bool HasStale, bool NeedsUpstreamBypass)
    where TValue : notnull;

/// <summary>
/// The entries of one dataset in the <see cref="DatasetCache"/>, read under the freshness that the current request demands. A key is also found through the entry of
/// a key that covers it. Lookups may run under the coalescer's lock; the cache's own lock is always the inner one.
/// </summary>
internal sealed partial class DatasetCacheView<TKey, TValue>(IDataset<TKey, TValue> dataset, DatasetCache cache, IOptions<CacheOptions> options, TimeProvider time, LoadMetrics metrics)
    where TKey : notnull
    where TValue : notnull
{
    private readonly CacheOptions _options = options.Value;
    private readonly DatasetCache.Table<TKey, Entry> _entries = cache.CreateTable<TKey, Entry>();

    private TimeSpan TimeToLive => dataset.TimeToLive;

    private void CountHit() => metrics.CacheHit(dataset.Dataset);

    private string Describe(TKey key) => $"{dataset.Dataset} {key}";

    /// <summary>Returns what the cache has for a key under the freshness that the current request demands.</summary>
    public CacheLookup<TValue> Find(TKey key)
    {
        // Most keys that are not fresh are not cached at all, and then one search answers all questions.
        bool hasStale, isWithinTimeToLive, isCovering;
        Entry? entry;
        using (_entries.Hold())
        {
            hasStale = TryFind(key, dataset.TimeToLive + _options.StaleIfError, out entry, out isCovering);
            isWithinTimeToLive = hasStale && (HasAge(entry!, dataset.TimeToLive) || TryFind(key, dataset.TimeToLive, out entry, out isCovering));
        }

        return isWithinTimeToLive && GetIfFresh(key, entry!, isCovering) is { } fresh
            ? new CacheLookup<TValue>(fresh, hasStale, false)
            : new CacheLookup<TValue>(null, hasStale, NeedsUpstreamBypass(key, isWithinTimeToLive ? entry : null));
    }

    private LoadResult<TValue>? GetIfFresh(TKey key, Entry entry, bool isCovering)
    {
        // Data that this operation loaded itself is live for all of its fields, not only for the field that loaded it.
        var isOwn = entry.LoadedBy is { } loader && loader == UpstreamUsageRecorder.Current?.Operation;
        if (!isOwn && !IsFresh(key, entry))
            return null;
        if (!isOwn)
            new Part(this, key, entry.Generation).Serve(entry);

        var result = isOwn ? ToResult(entry, DataSourceState.Live) : entry.AsCached ??= ToResult(entry, DataSourceState.Cached);
        if (isCovering)
            result = Project(result, key);
        return isOwn ? RecordServed(key, result, Remaining(entry), entry.Generation) : result;
    }

    /// <summary>Returns the cached result to serve because loading failed or takes too long (stale-if-error, RFC 5861); null if there is none.</summary>
    public LoadResult<TValue>? FindStale(TKey key)
    {
        if (!TryFind(key, dataset.TimeToLive + _options.StaleIfError, out var entry, out var isCovering))
            return null;

        metrics.StaleServed(dataset.Dataset);
        var result = ToResult(entry, DataSourceState.Stale);
        return RecordServed(key, isCovering ? Project(result, key) : result, TimeSpan.Zero);
    }

    // A load must bypass the upstream's cache if the client demands fresher data than this cache holds, because the upstream's cached response may be too old as well. It also must if the
    // key's addresses were invalidated.
    private bool NeedsUpstreamBypass(TKey key, Entry? current) =>
        (MaxAge() is { } maxAge && (FreshnessTracker.Current!.MaxAge <= dataset.TimeToLive || (current is not null && AgeOf(current) > maxAge)))
        || InvalidatedAt(key) is not null;

    /// <summary>Stores a loaded value in place of the key's previous one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its source live.</param>
    /// <param name="provenance">The age of the upstream responses that the value was made from.</param>
    /// <param name="bypassedUpstreamCache">Whether the upstream's own cache was bypassed.</param>
    public void Store(TKey key, TValue value, Provenance provenance, bool bypassedUpstreamCache)
    {
        var age = time.GetUtcNow() - provenance.AsOf;
        if (age < TimeSpan.Zero)
            age = TimeSpan.Zero;
        _entries.Set(
            key,
            new Entry(value, provenance, age, time.GetTimestamp(), cache.NextGeneration(), bypassedUpstreamCache, UpstreamUsageRecorder.Current?.Operation),
            CacheEntrySize.Of(value));
        _stored?.Invoke(key, value, provenance, age, bypassedUpstreamCache);
    }

    /// <summary>Records a result that was just loaded.</summary>
    /// <param name="key">The key.</param>
    /// <param name="result">The result.</param>
    /// <returns>The result.</returns>
    public LoadResult<TValue> RecordLoaded(TKey key, LoadResult<TValue> result)
    {
        if (result.Failure is { } failure)
        {
            // Another client may have a place in the queue for permits.
            UpstreamUsageRecorder.Current?.AddLoaded(failure.Kind is LoadFailureKind.BudgetExhausted ? null : new FailedPart(this, MaxAge()));
            return result;
        }

        // A value that is incomplete, or was replaced since, has no entry of its time.
        var entry = !result.IsPartial && TryFind(key, TimeToLive, out var found, out _) && found.Provenance.AsOf == result.Source!.AsOf ? found : null;
        return RecordServed(key, result, TimeToLive, entry?.Generation);
    }

    // Records the age of a served result for the request's cache headers, and its entry for responses that depend on it.
    private LoadResult<TValue> RecordServed(TKey key, LoadResult<TValue> result, TimeSpan remaining, long? generation = null)
    {
        var part = new Part(this, key, generation ?? 0);
        FreshnessTracker.Current?.Record(part, result.Source!.AsOf, remaining);
        UpstreamUsageRecorder.Current?.AddLoaded(generation is null ? null : part);
        return result;
    }

    // The greatest age that the request accepts. Data younger than MinRefreshAge is fresh enough for every client.
    private TimeSpan? MaxAge() =>
        !_options.HonorClientCacheControl || FreshnessTracker.Current?.MaxAge is not { } demanded ? null : demanded < _options.MinRefreshAge ? _options.MinRefreshAge : demanded;

    private bool TryFind(TKey key, TimeSpan maxAge, [NotNullWhen(true)] out Entry? entry, out bool isCovering)
    {
        isCovering = false;
        if (TryGet(key, maxAge, out entry))
            return true;

        for (var position = 0; dataset.TryGetNextCovering(key, ref position, out var covering);)
        {
            if (TryGet(covering, maxAge, out entry))
            {
                isCovering = true;
                return true;
            }
        }

        return false;
    }

    private bool TryGet(TKey key, TimeSpan maxAge, [NotNullWhen(true)] out Entry? entry) => _entries.TryGet(key, out entry) && HasAge(entry, maxAge);

    private bool HasAge(Entry entry, TimeSpan maxAge) => time.GetElapsedTime(entry.LoadedAt) < maxAge;

    private bool IsFresh(TKey key, Entry entry) => !entry.IsSupersededFor(key) && (MaxAge() is not { } maxAge || AgeOf(entry) <= maxAge) && !IsInvalidated(key, entry);

    // A call that used the upstream's cache, or that was in flight at the invalidation, may have loaded data from before it.
    private bool IsInvalidated(TKey key, Entry entry) =>
        InvalidatedAt(key) is { } invalidation && (invalidation.Generation > entry.Generation || !entry.BypassedUpstreamCache);

    private (long Generation, long At)? InvalidatedAt(TKey key) => cache.HasInvalidated ? cache.InvalidatedAt(KeyOwners.Of(key)) : null;

    private TimeSpan AgeOf(Entry entry) => entry.AgeWhenLoaded + time.GetElapsedTime(entry.LoadedAt);

    private LoadResult<TValue> ToResult(Entry entry, DataSourceState state)
    {
        var source = entry.Provenance.ToSource(state);
        return LoadResult<TValue>.Of(dataset.WithSource(entry.Value, source), source);
    }

    private LoadResult<TValue> Project(LoadResult<TValue> covering, TKey key) => LoadResult<TValue>.Of(dataset.Project(covering.Value!, key), covering.Source!);

    private TimeSpan Remaining(Entry entry) => dataset.TimeToLive - time.GetElapsedTime(entry.LoadedAt);

    // By the generation of its entry, because a reference would keep an evicted entry in memory.
    private sealed class Part(DatasetCacheView<TKey, TValue> view, TKey key, long generation) : ICachedPart
    {
        public object? FindCurrent() =>
            view.TryFind(key, view.TimeToLive, out var entry, out _) && entry.Generation == generation && view.IsFresh(key, entry) ? entry : null;

        public void Serve(object found)
        {
            var entry = (Entry)found;
            UpstreamUsageRecorder.Current?.AddCached(entry, this);
            view.CountHit();
            FreshnessTracker.Current?.Record(this, entry.Provenance.AsOf, view.Remaining(entry));
        }

        /// <summary>Returns the dataset and the key, which identify the data.</summary>
        public override string ToString() => view.Describe(key);
    }

    // A load with the same demands would have joined the call that failed.
    private sealed class FailedPart(DatasetCacheView<TKey, TValue> view, TimeSpan? maxAge) : ICachedPart
    {
        public object? FindCurrent() => view.MaxAge() == maxAge ? this : null;

        public void Serve(object found) => FreshnessTracker.MarkIncomplete();
    }

    /// <summary>A cached value.</summary>
    /// <param name="Value">The value, its source live.</param>
    /// <param name="Provenance">The age of the upstream responses that the value was made from.</param>
    /// <param name="AgeWhenLoaded">The value's age when it was loaded.</param>
    /// <param name="LoadedAt">The moment of loading, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="Generation">The moment of loading, by <see cref="DatasetCache.NextGeneration"/>.</param>
    /// <param name="BypassedUpstreamCache">Whether the upstream's own cache was bypassed.</param>
    /// <param name="LoadedBy">The operation that loaded the value, as <see cref="UpstreamUsageRecorder.Operation"/>; null outside any operation.</param>
    private sealed record Entry(
        TValue Value, Provenance Provenance, TimeSpan AgeWhenLoaded, long LoadedAt, long Generation, bool BypassedUpstreamCache, object? LoadedBy)
    {
        // What other replicas have loaded since of the keys that this entry covers. Null if nothing.
        private ImmutableHashSet<TKey>? _newerKeys;

        /// <summary>The result that is served while the entry is fresh, made once.</summary>
        public LoadResult<TValue>? AsCached { get; set; }

        /// <summary>Whether another replica has loaded the entry's key since. The entry stays available as a stale fallback.</summary>
        public bool IsSuperseded { get; set; }

        /// <summary>Whether another replica has loaded a key since that this entry is a value of.</summary>
        public bool IsSupersededFor(TKey key) => IsSuperseded || Volatile.Read(ref _newerKeys)?.Contains(key) == true;

        /// <summary>Notes that another replica has loaded a key since that this entry covers.</summary>
        public void SupersedeFor(TKey key) => ImmutableInterlocked.Update(ref _newerKeys, static (keys, added) => (keys ?? []).Add(added), key);
    }
}
