using System.Collections.Concurrent;
using PortfolioGraph.Upstream.Sharing;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>The facts that replicas share: each is a key in Redis that expires, and a message to the replicas that are running. They are read whenever Redis becomes available.</summary>
internal sealed class RedisFacts : ISharedFacts
{
    private const string Channel = "facts";
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(1);

    // A fact that ends so soon would have ended for replicas that read it later.
    private static readonly TimeSpan MinStoredLifetime = TimeSpan.FromMinutes(1);

    private readonly RedisServer _redis;
    private readonly ConcurrentDictionary<string, Action<string, string>> _handlers = new(StringComparer.Ordinal);
    // What this replica has published, so that it can publish it again if Redis was away, and believes no older value of its own.
    private readonly ConcurrentDictionary<string, (string Value, TimeSpan Lifetime)> _own = new(StringComparer.Ordinal);

    public RedisFacts(RedisServer redis)
    {
        _redis = redis;
        redis.SubscribeToOthers(Channel, Receive);
        redis.OnAvailabilityChanged(isAvailable =>
        {
            if (isAvailable)
                _ = ExchangeAsync();
        });
    }

    public void Publish(string fact, string value, TimeSpan? lifetime = null)
    {
        if ((lifetime ?? DefaultLifetime) < MinStoredLifetime)
        {
            _redis.PublishToOthers(Channel, $"{fact}\t{value}");
            return;
        }

        _own[fact] = (value, lifetime ?? DefaultLifetime);
        _ = StoreAsync(fact, value, lifetime ?? DefaultLifetime);
    }

    public void Listen(string group, Action<string, string> handler)
    {
        _handlers[group] = handler;
        if (_redis.IsAvailable)
            _ = ReadAllAsync();
    }

    private async Task ExchangeAsync()
    {
        foreach (var (fact, (value, lifetime)) in _own)
            await StoreAsync(fact, value, lifetime).ConfigureAwait(false);
        await ReadAllAsync().ConfigureAwait(false);
    }

    private Task<string?> StoreAsync(string fact, string value, TimeSpan lifetime) => _redis.TryAsync(async database =>
    {
        await Task.WhenAll(
            database.StringSetAsync(_redis.Key($"fact:{fact}"), value, lifetime),
            database.SortedSetAddAsync(_redis.Key("facts"), fact, _redis.Now + lifetime.TotalMilliseconds),
            database.SortedSetRemoveRangeByScoreAsync(_redis.Key("facts"), double.NegativeInfinity, _redis.Now),
            database.KeyExpireAsync(_redis.Key("facts"), DefaultLifetime, ExpireWhen.Always)).ConfigureAwait(false);
        _redis.PublishToOthers(Channel, $"{fact}\t{value}");
        return "";
    });

    private async Task ReadAllAsync()
    {
        var facts = await _redis.TryAsync(database => database.SortedSetRangeByScoreAsync(_redis.Key("facts"), _redis.Now)).ConfigureAwait(false);
        if (facts is not { Length: > 0 })
            return;

        var values = await _redis.TryAsync(database => database.StringGetAsync([.. facts.Select(fact => _redis.Key($"fact:{fact}"))])).ConfigureAwait(false);
        foreach (var (fact, value) in facts.Zip(values ?? []))
        {
            if (value.HasValue && !_own.ContainsKey(fact.ToString()))
                Handle(fact.ToString(), value.ToString());
        }
    }

    private void Receive(string message)
    {
        if (message.Split('\t') is not [var fact, var value])
            return;
        // The newer value is that of the other replica.
        _own.TryRemove(fact, out _);
        Handle(fact, value);
    }

    private void Handle(string fact, string value)
    {
        if (_handlers.TryGetValue(fact.Split(':')[0], out var handler))
            handler(fact, value);
    }
}
