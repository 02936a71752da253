using System.Collections.Concurrent;
using PortfolioGraph.Upstream.Sharing;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>The facts that replicas share: each is a key in Redis that expires, and a message to the replicas that are running. They are read whenever Redis becomes available.</summary>
internal sealed class RedisFacts : ISharedFacts
{
    private const string Channel = "facts";
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(1);

    private readonly RedisServer _redis;
    private readonly ConcurrentDictionary<string, Action<string, string>> _handlers = new(StringComparer.Ordinal);

    public RedisFacts(RedisServer redis)
    {
        _redis = redis;
        redis.Subscribe(Channel, Receive);
        redis.OnAvailabilityChanged(isAvailable =>
        {
            if (isAvailable)
                _ = ReadAllAsync();
        });
    }

    public void Publish(string fact, string value, TimeSpan? lifetime = null) => _ = _redis.TryAsync(async database =>
    {
        var name = _redis.Key($"fact:{fact}");
        var expiry = lifetime ?? DefaultLifetime;
        await Task.WhenAll(
            database.StringSetAsync(name, value, expiry),
            database.SortedSetAddAsync(_redis.Key("facts"), fact, _redis.Now + expiry.TotalMilliseconds),
            database.KeyExpireAsync(_redis.Key("facts"), DefaultLifetime, ExpireWhen.Always)).ConfigureAwait(false);
        _redis.Publish(Channel, $"{_redis.ReplicaId}\t{fact}\t{value}");
        return "";
    });

    public void Listen(string group, Action<string, string> handler)
    {
        _handlers[group] = handler;
        if (_redis.IsAvailable)
            _ = ReadAllAsync();
    }

    private async Task ReadAllAsync()
    {
        var facts = await _redis.TryAsync(database => database.SortedSetRangeByScoreAsync(_redis.Key("facts"), _redis.Now)).ConfigureAwait(false);
        if (facts is not { Length: > 0 })
            return;

        var values = await _redis.TryAsync(database => database.StringGetAsync([.. facts.Select(fact => _redis.Key($"fact:{fact}"))])).ConfigureAwait(false);
        foreach (var (fact, value) in facts.Zip(values ?? []))
        {
            if (value.HasValue)
                Handle(fact.ToString(), value.ToString());
        }
    }

    private void Receive(string message)
    {
        if (message.Split('\t') is [var replica, var fact, var value] && replica != _redis.ReplicaId)
            Handle(fact, value);
    }

    private void Handle(string fact, string value)
    {
        if (_handlers.TryGetValue(fact.Split(':')[0], out var handler))
            handler(fact, value);
    }
}
