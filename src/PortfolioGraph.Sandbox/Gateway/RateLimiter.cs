namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>A bucket of permits for each key, filled at the allowed rate.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    // Not TokenBucketRateLimiter: it takes no TimeProvider and does not say when there will be a permit.

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Permits, long Stamp)> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a permit, or says in how many seconds there will be one.</summary>
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
