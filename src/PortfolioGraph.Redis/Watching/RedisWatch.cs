using Microsoft.Extensions.Options;
using PortfolioGraph.Core;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>
/// The pollers of watched portfolios: a key for each portfolio with the name of its poller, which expires. Replicas of different versions poll for themselves, because they do not read
/// each other's values.
/// </summary>
internal sealed class RedisWatch : ISharedWatch
{
    private const string Channel = "watch";

    /// <summary>KEYS: portfolios. ARGV: replica, lifetime. Returns -1 for each portfolio that the replica polls, or else the milliseconds until another's claim ends.</summary>
    private const string ClaimScript = """
        local claims = {}
        for i = 1, #KEYS do
          local holder = redis.call('GET', KEYS[i])
          if holder and holder ~= ARGV[1] then
            claims[i] = redis.call('PTTL', KEYS[i])
          else
            redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2])
            claims[i] = -1
          end
        end
        return claims
        """;

    private const string ReleaseScript = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then
          redis.call('DEL', KEYS[1])
          redis.call('PUBLISH', ARGV[2], ARGV[3])
        end
        return 1
        """;

    private readonly RedisServer _redis;
    private readonly RedisCache _cache;
    private readonly bool _isCached;
    private Action<AddressSet>? _changed;

    public RedisWatch(RedisServer redis, RedisCache cache, IOptions<CacheOptions> options)
    {
        // Without a time to live, no replica could take a value from another one.
        (_redis, _cache, _isCached) = (redis, cache, options.Value.TimeToLive > TimeSpan.Zero);
        redis.SubscribeToOthers(Channel, Receive);
    }

    public async Task<IReadOnlyList<TimeSpan?>?> ClaimAsync(IReadOnlyList<AddressSet> portfolios, TimeSpan lifetime)
    {
        if (!_isCached)
            return null;

        RedisKey[] keys = [.. portfolios.Select(KeyOf)];
        var reply = await _redis.TryRunAsync(ClaimScript, keys, _redis.ReplicaId, (long)lifetime.TotalMilliseconds).ConfigureAwait(false);
        return reply is { IsNull: false } ? [.. ((long[])reply!).Select(static wait => wait < 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(wait))] : null;
    }

    public void Release(AddressSet portfolio) =>
        _ = _redis.TryRunAsync(ReleaseScript, [KeyOf(portfolio)], _redis.ReplicaId, (string)_redis.Channel(Channel)!, _redis.FromThis(portfolio.ToString()));

    public void OnChanged(Action<AddressSet> handler)
    {
        if (!_isCached)
            return;

        _changed += handler;
        // After the handler of the cache, which has superseded this replica's own entry then.
        _cache.OnStored(Dataset.Value, (text, _) =>
        {
            if (EntryFormat.TryReadKey<ValueKey>(text, out var key) && key.Scope is { ChainId: null, At: null })
                handler(key.Scope.Owners);
        });
    }

    private RedisKey KeyOf(AddressSet owners) => _redis.Key($"watch:{RedisCache.Version}:{RedisServer.Hash(owners.ToString())}");

    private void Receive(string message)
    {
        if (Scope.TryParse(message, out var scope))
            _changed?.Invoke(scope.Owners);
    }
}
