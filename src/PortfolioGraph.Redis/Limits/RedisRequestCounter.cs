using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>Counts requests in Redis, one key per client and window.</summary>
/// <param name="server">The connection.</param>
internal sealed class RedisRequestCounter(RedisServer server) : ISharedRequestCounter
{
    // Not the package RedisRateLimiting: its limiters do not report how many requests remain, report the retry time as another type than ASP.NET Core does, and throw if Redis fails.
    private const string Script = """
        local count = tonumber(redis.call('GET', KEYS[1]) or 0)
        local accepted = 0
        if count < tonumber(ARGV[1]) then
          accepted = 1
          count = redis.call('INCR', KEYS[1])
          if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        end
        return {accepted, count, redis.call('PTTL', KEYS[1])}
        """;

    public async ValueTask<SharedRequestCount?> CountAsync(string client, int limit, TimeSpan window)
    {
        RedisKey[] keys = [server.Key($"requests:{client}")];
        if (await server.TryRunAsync(Script, keys, limit, (long)window.TotalMilliseconds).ConfigureAwait(false) is not { } reply)
            return null;

        var values = (long[])reply!;
        return new SharedRequestCount(values[0] == 1, (int)Math.Max(0, limit - values[1]), TimeSpan.FromMilliseconds(Math.Max(0, values[2])));
    }
}
