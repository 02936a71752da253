namespace PortfolioGraph.Simulation.Model;

/// <summary>The simulated deployment. The defaults are those of the server's settings. Times are seconds.</summary>
/// <param name="CallsPerSecond">The account's calls per second: <c>Upstream:CallsPerSecond</c>.</param>
/// <param name="Replicas">The number of replicas.</param>
/// <param name="IsShared">Whether the replicas share the call budget, the cache and the polls. If not, each has an equal share of the calls and its own cache.</param>
internal sealed record Deployment(double CallsPerSecond, int Replicas, bool IsShared)
{
    /// <summary><c>Upstream:RateLimitMargin</c>.</summary>
    public double Margin { get; init; } = 0.02;

    /// <summary><c>Upstream:MaxAddressesPerCall</c>.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary><c>Cache:TimeToLive</c>.</summary>
    public double TimeToLive { get; init; } = 60;

    /// <summary><c>Cache:StaleIfError</c>.</summary>
    public double StaleIfError { get; init; } = 15 * 60;

    /// <summary><c>Cache:SoftTimeout</c>.</summary>
    public double SoftTimeout { get; init; } = 2;

    /// <summary><c>Upstream:QueueTimeout</c>.</summary>
    public double QueueTimeout { get; init; } = 10;

    /// <summary>The bytes of <c>Cache:MaxBytes</c> that entries may take. Kept responses take the rest.</summary>
    public long CacheBytes { get; init; } = 48L * 1024 * 1024;

    /// <summary>The estimated bytes of the cache per wallet.</summary>
    public double BytesPerWallet { get; init; } = 1000;

    /// <summary>The shortest time in which the upstream answers. An assumption.</summary>
    public double MinLatency { get; init; } = 0.2;

    /// <summary>The mean of the exponentially distributed rest of that time. An assumption.</summary>
    public double MeanExtraLatency { get; init; } = 0.2;

    /// <summary>The longest time in which the upstream answers. An assumption.</summary>
    public double MaxLatency { get; init; } = 3;

    /// <summary>The time of one round trip to Redis. An assumption; a loopback has less, another zone has more.</summary>
    public double RedisRoundTrip { get; init; } = 0.0005;

    /// <summary>The calls per second of one limiter.</summary>
    public double CallsPerLimiter => IsShared ? CallsPerSecond : CallsPerSecond / Replicas;

    /// <summary>
    /// The time between two calls of one limiter. A shared limiter with a burst of 1 grants the next call after the last one was reported as sent, and both are round trips.
    /// </summary>
    public double Interval => ((1 + Margin) / CallsPerLimiter) + (IsShared && Replicas > 1 ? 2 * RedisRoundTrip : 0);

    /// <summary>Draws the time in which the upstream answers a call.</summary>
    public double DrawLatency(Dice dice) => MaxLatency <= 0 ? 0 : Math.Min(MinLatency + dice.NextExponential(MeanExtraLatency), MaxLatency);
}
