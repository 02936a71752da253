namespace PortfolioGraph.Redis;

/// <summary>
/// Settings of the Redis server through which several replicas act as one: section <c>Redis</c> (environment <c>Redis__Name</c>). They are checked when the host starts.
/// </summary>
public sealed class RedisOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Redis";

    /// <summary>
    /// The server and its options in StackExchange.Redis' form, for example <c>redis:6379,password=...,ssl=true</c>. It must run Lua scripts: Redis 6.2 or later, or a server that is
    /// compatible with it. Null or empty if this process is the only one that uses the upstream's account; then nothing is shared and no server is needed.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>
    /// The share of <c>Upstream:CallsPerSecond</c> that this replica uses while Redis cannot be reached, from 0.001 to 1. Null for 1 divided by the number of replicas that were last seen.
    /// Set it if replicas may start while Redis is down, because such a replica has never seen another one.
    /// </summary>
    public double? FallbackShare { get; set; }

    /// <summary>
    /// The first part of all keys and channels: letters, digits, dashes, dots and colons. Replicas with the same prefix share one account. Deployments with different accounts need
    /// different prefixes.
    /// </summary>
    public string KeyPrefix { get; set; } = "portfoliograph";

    /// <summary>How long an operation waits for Redis before it goes on without it, from 10 ms to 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);
}
