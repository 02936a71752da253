using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core;
using PortfolioGraph.Upstream.Configuration;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>
/// The shared cache in Redis. Names contain a hash of the key, so that no address can be read from them, and a hash of the server's code, so that replicas of different versions never read
/// each other's entries.
/// </summary>
internal sealed class RedisCache : ISharedCache
{
    // A replica renews its flights every second. A replica that is silent for so long is considered dead.
    private const int FlightLifetimeMilliseconds = 4_000;

    // The clock is read by heartbeats, so an entry that is about to expire may have expired for this replica.
    private const int ClockTolerance = 50;

    private readonly RedisServer _redis;
    private readonly ILogger<RedisCache> _logger;
    private readonly long _callTime;
    private readonly ConcurrentDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Dataset, Action<string, long>> _handlers = [];
    private long _lastFlight;

    public RedisCache(RedisServer redis, IOptions<UpstreamOptions> upstream, ILogger<RedisCache> logger)
    {
        (_redis, _logger, _callTime) = (redis, logger, (long)upstream.Value.Timeout.TotalMilliseconds);
        redis.Subscribe(Channel, Receive);
    }

    /// <summary>Identifies the code of the server, so that replicas share entries and flights only with replicas of the same code.</summary>
    public static string Version { get; } = RedisServer.Hash(EntryFormat.Version, bytes: 8);

    /// <summary>The number of keys for which loads of this replica await another one.</summary>
    public int AwaitedKeys => _listeners.Values.Count(static listener => listener.IsAwaited);

    public bool IsAvailable => _redis.IsAvailable;

    public long Now => _redis.Now;

    private string Channel => $"cache:{Version}";

    public async Task<SharedLookup?> OpenAsync(SharedKey key, SharedDemand demand)
    {
        var keys = new RedisKey[2 * (1 + key.Covering.Count)];
        for (var i = 0; i <= key.Covering.Count; i++)
        {
            var id = IdOf(key.Dataset, i == 0 ? key.Text : key.Covering[i - 1]);
            (keys[2 * i], keys[(2 * i) + 1]) = (FlightOf(id, key.BypassesUpstreamCache), EntryOf(id));
        }

        var flightId = string.Create(CultureInfo.InvariantCulture, $"{_redis.ReplicaId}:{Interlocked.Increment(ref _lastFlight)}:{(key.IsInteractive ? 'i' : 'b')}");
        RedisValue[] arguments =
        [
            _redis.ReplicaId, FlightLifetimeMilliseconds, (long)demand.TimeToLive.TotalMilliseconds - ClockTolerance,
            (long?)demand.MaxAge?.TotalMilliseconds ?? -1, demand.LoadedAfter ?? -1, demand.KnownLoadedAt ?? -1, flightId,
        ];
        if (await _redis.TryRunAsync(CacheScripts.Open, keys, arguments).ConfigureAwait(false) is not { IsNull: false } reply)
            return null;

        var (flight, position, held) = ((SharedFlight)(int)reply[0], (int)reply[1], (int)reply[3]);
        // A damaged entry is no entry. If it was the reason why no flight began, the replica loads the key without one.
        return position > 0 && EntryBytes.Read((byte[])reply[2]!) is { } entry
            ? new SharedLookup(flight, TextAt(held), flightId, TextAt(position), entry)
            : new SharedLookup(flight, TextAt(held), flightId, null, null);

        string TextAt(int pair) => pair == 1 ? key.Text : key.Covering[pair - 2];
    }

    public ISharedFlightListener Listen(SharedKey key) => _listeners.AddOrUpdate(
        IdOf(key.Dataset, key.Text),
        static (id, cache) => new Listener(cache, id),
        static (id, current, cache) => current.TryShare() ? current : new Listener(cache, id),
        this);

    public void Renew(IReadOnlyList<SharedKey> keys)
    {
        foreach (var chunk in keys.Chunk(500))
        {
            RedisKey[] flights = [.. chunk.Select(key => FlightOf(IdOf(key.Dataset, key.Text), key.BypassesUpstreamCache))];
            _ = _redis.TryRunAsync(CacheScripts.Renew, flights, _redis.ReplicaId, FlightLifetimeMilliseconds);
        }
    }

    // Written at once and sent before anything that follows: the end of a flight must not overtake the entry that the replicas wait for.
    public bool TryStore(SharedKey key, Func<SharedEntry> entry, TimeSpan lifetime)
    {
        try
        {
            return TryStore(key, entry(), lifetime);
        }
        catch (Exception unexpected)
        {
            // The load itself has succeeded.
            _logger.StoreFailed(key.Dataset.ToName(), unexpected);
            return false;
        }
    }

    private bool TryStore(SharedKey key, SharedEntry entry, TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero || EntryBytes.Write(entry) is not { } bytes)
            return false;

        var id = IdOf(key.Dataset, key.Text);
        RedisKey[] keys = [EntryOf(id), FlightOf(id, bypasses: false), FlightOf(id, bypasses: true)];
        RedisValue[] arguments = [bytes, (long)lifetime.TotalMilliseconds, _redis.ReplicaId, (string)_redis.Channel(Channel)!, WriteStored(id, key, entry.LoadedAt), _redis.FromThis($"{id}\t"), _callTime];
        _ = _redis.TryRunAsync(CacheScripts.Store, keys, arguments);
        return true;
    }

    public void End(SharedKey key, string flightId, string? result)
    {
        var id = IdOf(key.Dataset, key.Text);
        _ = _redis.TryRunAsync(CacheScripts.End, [FlightOf(id, key.BypassesUpstreamCache)], flightId, (string)_redis.Channel(Channel)!, _redis.FromThis($"{id}\t{result}"));
    }

    public void OnStored(Dataset dataset, Action<string, long> handler) => _handlers.AddOrUpdate(dataset, handler, (_, earlier) => earlier + handler);

    public void OnBeat(Action handler) => _redis.OnBeat(handler);

    private static string IdOf(Dataset dataset, string text) => $"{dataset.ToName()}:{RedisServer.Hash(text)}";

    private RedisKey EntryOf(string id) => _redis.Key($"cache:{Version}:{id}");

    private RedisKey FlightOf(string id, bool bypasses) => _redis.Key($"flight:{Version}:{id}{(bypasses ? ":bypass" : "")}");

    // The parts are separated by tabs, which JSON writes as escapes. The message of a flight that stored nothing has three parts, the last with its result.
    private string WriteStored(string id, SharedKey key, long loadedAt) =>
        _redis.FromThis(string.Create(CultureInfo.InvariantCulture, $"{id}\t{(int)key.Dataset}\t{loadedAt}\t{key.Text}"));

    private void Receive(string message)
    {
        var parts = message.Split('\t');
        if (parts.Length < 2)
            return;

        if (_listeners.TryRemove(parts[1], out var listener))
            listener.Complete(parts is [_, _, { Length: > 0 } result] ? result : null);
        if (parts is [var replica, _, var dataset, var loadedAt, var text] && replica != _redis.ReplicaId
            && int.TryParse(dataset, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(loadedAt, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && _handlers.TryGetValue((Dataset)number, out var handler))
        {
            handler(text, time);
        }
    }

    /// <summary>Listens for one key, for all loads that await it.</summary>
    private sealed class Listener(RedisCache cache, string id) : ISharedFlightListener
    {
        private readonly TaskCompletionSource<string?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private int _users = 1;

        public bool IsAwaited { get; private set; }

        public Task<string?> Ended
        {
            get
            {
                IsAwaited = true;
                return _ended.Task;
            }
        }

        public bool TryShare()
        {
            lock (_gate)
                return _users > 0 && ++_users > 0;
        }

        public void Complete(string? result) => _ended.TrySetResult(result);

        public void Dispose()
        {
            lock (_gate)
            {
                if (--_users > 0)
                    return;
            }

            cache._listeners.TryRemove(new KeyValuePair<string, Listener>(id, this));
        }
    }
}
