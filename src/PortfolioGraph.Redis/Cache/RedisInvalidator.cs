using PortfolioGraph.Core;

namespace PortfolioGraph.Redis;

/// <summary>Invalidates cached data in all replicas. A replica without a connection to Redis at that moment serves its own entries until they expire.</summary>
internal sealed class RedisInvalidator : ICacheInvalidator
{
    private const string Channel = "invalidated";

    private readonly DatasetCache _cache;
    private readonly RedisServer _redis;

    public RedisInvalidator(DatasetCache cache, RedisServer redis)
    {
        (_cache, _redis) = (cache, redis);
        redis.Subscribe(Channel, Receive);
    }

    public void Invalidate(AddressSet owners)
    {
        _cache.Invalidate(owners);
        _redis.Publish(Channel, $"{_redis.ReplicaId}\t{owners}");
    }

    private void Receive(string message)
    {
        if (message.Split('\t') is [var replica, var owners] && replica != _redis.ReplicaId && Scope.TryParse(owners, out var scope))
            _cache.Invalidate(scope.Owners);
    }
}
