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
        redis.SubscribeToOthers(Channel, Receive);
    }

    public void Invalidate(AddressSet owners)
    {
        _cache.Invalidate(owners);
        _redis.PublishToOthers(Channel, owners.ToString());
    }

    private void Receive(string message)
    {
        if (Scope.TryParse(message, out var scope))
            _cache.Invalidate(scope.Owners);
    }
}
