namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>A token bucket for each key.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    // TokenBucketRateLimiter does not accept a TimeProvider and does not report when the next permit is available.

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Permits, long Stamp)> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a permit, or returns the seconds until the next permit is available.</summary>
    public bool TryAcquire(string key, double perSecond, int burst, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        if (perSecond <= 0)
            return true;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var (permits, timestamp) = _buckets.GetValueOrDefault(key, (burst, now));
            permits = Math.Min(burst, permits + (time.GetElapsedTime(timestamp, now).TotalSeconds * perSecond));
            var allowed = permits >= 1 - 1e-9;
            _buckets[key] = (allowed ? permits - 1 : permits, now);
            if (!allowed)
                retryAfterSeconds = (int)Math.Ceiling((1 - permits) / perSecond);
            return allowed;
        }
    }
}
