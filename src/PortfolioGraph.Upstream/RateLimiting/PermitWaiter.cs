using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>One caller in the queue, waiting for a permit that it may share with other callers.</summary>
public sealed class PermitWaiter : IDisposable
{
    private readonly UpstreamRateLimiter _limiter;
    private readonly TaskCompletionSource<UpstreamFailure?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PermitWaiter(UpstreamRateLimiter limiter, CallPermit permit, CallerInfo caller, long now)
    {
        _limiter = limiter;
        Permit = permit;
        Caller = caller;
        RequestedAt = now;
    }

    /// <summary>The caller that waits.</summary>
    public CallerInfo Caller { get; }

    /// <summary>
    /// The result of the wait. Null if the permit was granted to any of its waiters. A failure as for <see cref="CallPermit.WaitAsync"/> if this caller has waited
    /// <see cref="UpstreamOptions.QueueTimeout"/>; the permit may stay queued for its other waiters. Cancelled if the waiter was removed.
    /// </summary>
    public Task<UpstreamFailure?> Outcome => _outcome.Task;

    internal CallPermit Permit { get; }

    /// <summary>When the waiter was created, a <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long RequestedAt { get; }

    /// <summary>The node in the list of its client. Null if not queued.</summary>
    internal LinkedListNode<PermitWaiter>? ClientNode { get; set; }

    /// <summary>The node in the list of all waiters by age. Null if not queued.</summary>
    internal LinkedListNode<PermitWaiter>? AgeNode { get; set; }

    /// <summary>Removes the waiter; other waiters of the permit stay queued. Removing the last waiter removes the permit from the queue. A granted permit stays granted.</summary>
    public void Dispose() => _limiter.Remove(this);

    internal void Resolve(UpstreamFailure? failure) => _outcome.TrySetResult(failure);

    internal void Cancel() => _outcome.TrySetCanceled();
}
