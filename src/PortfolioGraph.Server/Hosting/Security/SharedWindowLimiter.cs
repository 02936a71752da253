using System.Threading.RateLimiting;
using PortfolioGraph.Redis;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Limits the requests of one client in a window, counted over all replicas. While the counter is unavailable, this replica counts alone, starting with the requests that it has
/// served in the window.
/// </summary>
/// <param name="counter">The common counter.</param>
/// <param name="client">The hash of the client.</param>
/// <param name="options">The limit.</param>
internal sealed class SharedWindowLimiter(ISharedRequestCounter counter, string client, FixedWindowRateLimiterOptions options) : RateLimiter
{
    private readonly FixedWindowRateLimiter _local = new(options);
    // What the counter reported last. Negative if it was unavailable.
    private volatile int _remaining = -1;
    private int _pending;

    // A limiter that was idle for some seconds is disposed, which must not happen while a request awaits the counter.
    public override TimeSpan? IdleDuration => Volatile.Read(ref _pending) > 0 ? null : _local.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => _remaining is >= 0 and var remaining
        ? new RateLimiterStatistics { CurrentAvailablePermits = remaining }
        : _local.GetStatistics();

    // Always fails, because the counter must be awaited. Callers then use the asynchronous method.
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(false, null);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            var count = await counter.CountAsync(client, options.PermitLimit, options.Window);
            _remaining = count?.Remaining ?? -1;
            if (count is { IsAccepted: false })
                return new Lease(false, count.ResetAfter);

            var lease = _local.AttemptAcquire(permitCount);
            if (count is null)
                return lease;
            lease.Dispose();
            return new Lease(true, null);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _local.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
