namespace PortfolioGraph.Core;

/// <summary>How the entries of this replica and those of the others become each other's.</summary>
internal sealed partial class DatasetCacheView<TKey, TValue>
{
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
    /// <param name="skippedRows">The number of rows of the upstream's responses that were left out.</param>
    /// <param name="loadedSince">The time since the value was loaded.</param>
    /// <param name="ageWhenLoaded">The value's age when it was loaded.</param>
    /// <param name="bypassedUpstreamCache">Whether the upstream's own cache was bypassed.</param>
    public void Import(TKey key, TValue value, int skippedRows, TimeSpan loadedSince, TimeSpan ageWhenLoaded, bool bypassedUpstreamCache)
    {
        var loadedAt = TimestampBefore(loadedSince);
        if (_entries.TryGet(key, out var known) && known.LoadedAt > loadedAt)
            return;

        // The clocks of replicas differ, so the time of the data counts from this replica's clock.
        var provenance = new Provenance(time.GetUtcNow() - loadedSince - ageWhenLoaded, skippedRows);
        var generation = InvalidatedAt(key) is { } invalidation && invalidation.At >= loadedAt ? 0 : cache.NextGeneration();
        _entries.Set(key, new Entry(value, provenance, ageWhenLoaded, loadedAt, generation, bypassedUpstreamCache, LoadedBy: null), CacheEntrySize.Of(value));
    }

    /// <summary>Ends the freshness of an entry because another replica has loaded the key since.</summary>
    /// <param name="key">The key.</param>
    /// <param name="loadedSince">The time since the other replica loaded it.</param>
    public void Supersede(TKey key, TimeSpan loadedSince)
    {
        if (_entries.TryGet(key, out var known) && known.LoadedAt < TimestampBefore(loadedSince))
            known.IsSuperseded = true;
    }

    private long TimestampBefore(TimeSpan duration) => time.GetTimestamp() - (long)(duration.TotalSeconds * time.TimestampFrequency);
}
