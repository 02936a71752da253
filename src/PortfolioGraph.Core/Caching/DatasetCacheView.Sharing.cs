using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>How the entries of this replica and those of the others become each other's.</summary>
internal sealed partial class DatasetCacheView<TKey, TValue>
{
    // Clocks of machines that are synchronized differ by less.
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromSeconds(5);

    private Action<TKey, TValue, Provenance, TimeSpan, bool>? _stored;

    /// <summary>How long after its loading an entry may be of use, at first as fresh and then as stale.</summary>
    public TimeSpan Lifetime => dataset.TimeToLive + _options.StaleIfError;

    /// <summary>Calls a method after each <see cref="Store"/>, with the value's age when it was loaded and whether the upstream's cache was bypassed.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    public void OnStored(Action<TKey, TValue, Provenance, TimeSpan, bool> handler) => _stored += handler;

    /// <summary>Returns what the current request demands of an entry of another replica.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The current time of the shared clock.</param>
    public SharedDemand DemandOf(TKey key, long now)
    {
        long? At(long? timestamp) => timestamp is { } then ? now - (long)time.GetElapsedTime(then).TotalMilliseconds : null;

        return new SharedDemand(
            dataset.TimeToLive,
            MaxAge(),
            At(InvalidatedAt(key)?.At),
            At(TryFind(key, Lifetime, out var entry, out _) ? entry.LoadedAt : null));
    }

    /// <summary>Stores a value that another replica has loaded, unless the key's own entry was loaded later.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="loaded">The upstream responses that the value was made from, by the clock of the replica that loaded it.</param>
    /// <param name="loadedSince">The time since the value was loaded.</param>
    /// <param name="ageWhenLoaded">The value's age when it was loaded.</param>
    /// <param name="bypassedUpstreamCache">Whether the upstream's own cache was bypassed.</param>
    public void Import(TKey key, TValue value, Provenance loaded, TimeSpan loadedSince, TimeSpan ageWhenLoaded, bool bypassedUpstreamCache)
    {
        var loadedAt = TimestampBefore(loadedSince);
        if (_entries.TryGet(key, out var known) && known.LoadedAt > loadedAt)
            return;

        // The time of the data is the same in all replicas, so that their responses are equal, unless the clock of one of them is wrong. Then it counts from this replica's clock.
        var asOf = time.GetUtcNow() - loadedSince - ageWhenLoaded;
        var provenance = (asOf - loaded.AsOf).Duration() <= MaxClockDifference ? loaded : loaded with { AsOf = asOf };
        var generation = InvalidatedAt(key) is { } invalidation && invalidation.At >= loadedAt ? 0 : cache.NextGeneration();
        _entries.Set(key, new Entry(value, provenance, ageWhenLoaded, loadedAt, generation, bypassedUpstreamCache, LoadedBy: null), CacheEntrySize.Of(value));
    }

    /// <summary>Returns another replica's result that no cache has, because it is a failure or its value is not stored.</summary>
    /// <param name="key">The key.</param>
    /// <param name="loaded">The key that the other replica loaded, which is the key itself or one that covers it.</param>
    /// <param name="result">The result of that key.</param>
    public LoadResult<TValue> ImportResult(TKey key, TKey loaded, LoadResult<TValue> result)
    {
        if (result.Value is not { } value)
            return result;

        var complete = LoadResult<TValue>.Of(dataset.WithSource(value, result.Source!), result.Source!);
        return (EqualityComparer<TKey>.Default.Equals(key, loaded) ? complete : Project(complete, key)) with { IsPartial = result.IsPartial };
    }

    /// <summary>Ends the freshness of the entries for a key, because another replica has loaded it since: its own entry, and for this key those that cover it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="loadedSince">The time since the other replica loaded it.</param>
    public void Supersede(TKey key, TimeSpan loadedSince)
    {
        var loadedAt = TimestampBefore(loadedSince);
        if (_entries.TryGet(key, out var own) && own.LoadedAt < loadedAt)
            own.IsSuperseded = true;
        for (var position = 0; dataset.TryGetNextCovering(key, ref position, out var other);)
        {
            if (_entries.TryGet(other, out var covering) && covering.LoadedAt < loadedAt)
                covering.SupersedeFor(key);
        }
    }

    private long TimestampBefore(TimeSpan duration) => time.GetTimestamp() - time.ToTicks(duration);
}
