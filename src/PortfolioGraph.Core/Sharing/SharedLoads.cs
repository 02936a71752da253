using System.Collections.Concurrent;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>
/// Takes the keys of one dataset from the shared cache, so that replicas load each key once for all of them. A key that another replica is loading is awaited. This replica loads a key
/// itself if it began the key's flight, or if the shared cache is unavailable.
/// </summary>
internal sealed class SharedLoads<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    // A dead replica's flight ends after some seconds without renewal.
    private static readonly TimeSpan FlightCheckInterval = TimeSpan.FromSeconds(1);

    // Between the beginning of a flight and the plan of its call, no call is loading the key.
    private static readonly TimeSpan MinFlightTime = TimeSpan.FromSeconds(2);

    // Every replica receives the message, whether or not it waits for the key.
    private const int MaxResultLength = 256 * 1024;

    private readonly IDataset<TKey, TValue> _dataset;
    private readonly DatasetCacheView<TKey, TValue> _cache;
    private readonly ISharedCache _shared;
    private readonly Func<TKey, bool> _isPending;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<TKey, Task<LoadResult<TValue>?>> _imports = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<(TKey Key, bool Bypasses), Flight> _flights = [];

    /// <summary>Creates the shared loads of one dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cache">The entries of this replica, which receive those of the others.</param>
    /// <param name="shared">The shared cache.</param>
    /// <param name="isPending">Whether a call of this replica is loading a key.</param>
    /// <param name="timeout">How long a key is awaited from other replicas at most: as long as a load may queue for a permit.</param>
    /// <param name="time">The clock.</param>
    public SharedLoads(
        IDataset<TKey, TValue> dataset, DatasetCacheView<TKey, TValue> cache, ISharedCache shared, Func<TKey, bool> isPending, TimeSpan timeout, TimeProvider time)
    {
        (_dataset, _cache, _shared, _isPending, _timeout, _time) = (dataset, cache, shared, isPending, timeout, time);
        cache.OnStored(Store);
        shared.OnStored(dataset.Dataset, Supersede);
        shared.OnBeat(RenewFlights);
    }

    /// <summary>Takes a key from the shared cache into the cache of this replica, or waits until another replica has loaded it, or begins its flight.</summary>
    /// <param name="key">A key that is not fresh in the cache of this replica and that none of its calls is loading.</param>
    /// <param name="found">What the cache of this replica has for the key.</param>
    /// <returns>
    /// Completes with null when this replica has the key or is to load it. Completes with the result of the replica that loaded it meanwhile if that is a failure or a value that is not cached.
    /// </returns>
    public Task<LoadResult<TValue>?> ImportAsync(TKey key, CacheLookup<TValue> found)
    {
        if (!_shared.IsAvailable)
            return Task.FromResult<LoadResult<TValue>?>(null);

        var demand = _cache.DemandOf(key, _shared.Now);
        // Most loads demand nothing, and simultaneous ones share one import. Their contexts must not share it, because it may outlive them.
        if (found.NeedsUpstreamBypass || demand.MaxAge is not null)
            return ImportAsync(key, demand, found.NeedsUpstreamBypass, IsInteractive);
        if (_imports.TryGetValue(key, out var running))
            return running;

        var isInteractive = IsInteractive;
        var import = new TaskCompletionSource<LoadResult<TValue>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        running = _imports.GetOrAdd(key, import.Task);
        if (running == import.Task)
        {
            using (ExecutionContext.SuppressFlow())
                _ = CompleteAsync();
        }

        return running;

        async Task CompleteAsync()
        {
            try
            {
                var result = await ImportAsync(key, demand, bypasses: false, isInteractive).ConfigureAwait(false);
                _imports.TryRemove(key, out _);
                import.SetResult(result);
            }
            catch (Exception unexpected)
            {
                _imports.TryRemove(key, out _);
                import.SetException(unexpected);
            }
        }
    }

    /// <summary>Ends the flights of keys that this replica began and that no call is loading any more, because they failed, their values are not stored, or no load waits for them.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="results">What the calls returned. The replicas that wait receive it.</param>
    public void EndFlights(IReadOnlyList<TKey> keys, IReadOnlyDictionary<TKey, LoadResult<TValue>> results)
    {
        foreach (var key in keys)
        {
            var loaded = results.GetValueOrDefault(key);
            EndFlight(key, bypasses: false, loaded);
            EndFlight(key, bypasses: true, loaded);
        }
    }

    private static bool IsInteractive => UpstreamCallContext.Caller.Priority == CallPriority.Interactive;

    private async Task<LoadResult<TValue>?> ImportAsync(TKey key, SharedDemand demand, bool bypasses, bool isInteractive)
    {
        var name = Name(key, bypasses) with { Covering = CoveringKeys(key), IsInteractive = isInteractive };
        var awaited = name;
        var startedAt = _time.GetTimestamp();
        while (_time.GetElapsedTime(startedAt) < _timeout)
        {
            using var listener = _shared.Listen(awaited);
            if (await _shared.OpenAsync(name, demand).ConfigureAwait(false) is not { } lookup)
                return null;
            if (lookup.Entry is { } entry && !TryImport(lookup.Text!, entry))
                return null;
            if (lookup.Flight is SharedFlight.None)
                return null;
            if (lookup.Flight is SharedFlight.Own)
            {
                lock (_gate)
                    _flights[(key, bypasses)] = new Flight(name, lookup.FlightId, _time.GetTimestamp());
                return null;
            }

            if (lookup.FlightText != awaited.Text)
            {
                // Look again, because the flight may have ended before this load listened to it.
                awaited = awaited with { Text = lookup.FlightText };
                continue;
            }

            try
            {
                // A flight whose replica died ends without notice, so look again from time to time.
                if (await listener.Ended.WaitAsync(FlightCheckInterval, _time).ConfigureAwait(false) is { } text && ReadResult(key, awaited, text) is { } result)
                    return result;
            }
            catch (TimeoutException)
            {
                // Look again.
            }
        }

        return null;
    }

    private bool TryImport(string text, SharedEntry entry)
    {
        if (!EntryFormat.TryReadKey<TKey>(text, out var key) || !EntryFormat.TryReadValue<TValue>(entry.Value.Span, out var value, out var provenance))
            return false;

        _dataset.Record(value!);
        _cache.Import(key!, value!, provenance, TimeSpan.FromMilliseconds(Math.Max(0, _shared.Now - entry.LoadedAt)), entry.AgeWhenLoaded, entry.BypassedUpstreamCache);
        return true;
    }

    private LoadResult<TValue>? ReadResult(TKey key, SharedKey flight, string text)
    {
        if (!EntryFormat.TryReadKey<TKey>(flight.Text, out var loaded) || EntryFormat.TryReadResult<TValue>(text, _time.GetUtcNow()) is not { } result)
            return null;
        if (result.Value is { } value)
            _dataset.Record(value);
        return _cache.ImportResult(key, loaded!, result);
    }

    private void Store(TKey key, TValue value, Provenance provenance, TimeSpan ageWhenLoaded, bool bypassedUpstreamCache)
    {
        var loadedAt = _shared.Now;
        if (!_shared.IsAvailable
            || !_shared.TryStore(Name(key, bypassedUpstreamCache), () => new SharedEntry(EntryFormat.WriteValue(value, provenance), loadedAt, ageWhenLoaded, bypassedUpstreamCache), _cache.Lifetime))
        {
            return;
        }

        lock (_gate)
        {
            _flights.Remove((key, false));
            _flights.Remove((key, true));
        }
    }

    private void Supersede(string text, long loadedAt)
    {
        if (EntryFormat.TryReadKey<TKey>(text, out var key))
            _cache.Supersede(key!, TimeSpan.FromMilliseconds(Math.Max(0, _shared.Now - loadedAt)));
    }

    private void EndFlight(TKey key, bool bypasses, LoadResult<TValue>? loaded)
    {
        Flight? flight;
        lock (_gate)
        {
            if (!_flights.TryGetValue((key, bypasses), out flight))
                return;
        }

        // Asked without the lock, because the coalescer stores values under its own.
        if (_isPending(key))
            return;
        lock (_gate)
        {
            // A load that has begun meanwhile has a flight of its own.
            if (_flights.GetValueOrDefault((key, bypasses)) != flight)
                return;
            _flights.Remove((key, bypasses));
        }

        _shared.End(flight.Name, flight.Id, loaded is null ? null : WriteResult(loaded));
    }

    // A response of the upstream holds for all replicas. That this one has no permit, no connection or the wrong key may not hold for another. A complete value is stored, under this key or
    // under one that covers it.
    private string? WriteResult(LoadResult<TValue> result) =>
        result is { IsPartial: true } or
        {
            Failure.Kind: LoadFailureKind.RateLimited or LoadFailureKind.Rejected or LoadFailureKind.Forbidden or LoadFailureKind.InvalidResponse,
        }
        && EntryFormat.WriteResult(result, _time.GetUtcNow()) is { Length: <= MaxResultLength } text
            ? text
            : null;

    private void RenewFlights()
    {
        List<((TKey Key, bool Bypasses) Id, Flight Flight)> flights;
        lock (_gate)
            flights = [.. _flights.Select(static pair => (pair.Key, pair.Value))];
        if (flights.Count == 0)
            return;

        foreach (var (id, _) in flights.Where(flight => _time.GetElapsedTime(flight.Flight.Since) > MinFlightTime))
            EndFlight(id.Key, id.Bypasses, loaded: null);
        lock (_gate)
            flights.RemoveAll(flight => !_flights.ContainsKey(flight.Id));
        _shared.Renew([.. flights.Select(static flight => flight.Flight.Name)]);
    }

    private SharedKey Name(TKey key, bool bypasses) => new(_dataset.Dataset, EntryFormat.WriteKey(key), [], bypasses);

    // For lookups only, because there are up to thirty of them.
    private List<string> CoveringKeys(TKey key)
    {
        List<string> covering = [];
        for (var position = 0; _dataset.TryGetNextCovering(key, ref position, out var other);)
            covering.Add(EntryFormat.WriteKey(other));
        return covering;
    }

    private sealed record Flight(SharedKey Name, string Id, long Since);
}
