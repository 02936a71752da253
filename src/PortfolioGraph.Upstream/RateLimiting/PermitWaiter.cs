using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>One caller in the queue, waiting for a permit that it may share with other callers.</summary>
public sealed class PermitWaiter : IDisposable
{
    private readonly UpstreamRateLimiter _limiter;
    // Only a waiter that is queued has to wait. Nearly all others are granted their permit when they are created.
    private TaskCompletionSource<UpstreamFailure?>? _pending;

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
    public Task<UpstreamFailure?> Outcome { get; private set; } = Task.FromResult<UpstreamFailure?>(null);

    internal CallPermit Permit { get; }

    /// <summary>When the waiter was created, a <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long RequestedAt { get; }

    /// <summary>The node in the list of its client. Null if not queued.</summary>
    internal LinkedListNode<PermitWaiter>? ClientNode { get; set; }

    /// <summary>The node in the list of all waiters by age. Null if not queued.</summary>
    internal LinkedListNode<PermitWaiter>? AgeNode { get; set; }

    /// <summary>Removes the waiter; other waiters of the permit stay queued. Removing the last waiter removes the permit from the queue. A granted permit stays granted.</summary>
    public void Dispose()
    {
        if (_pending is not null)
            _limiter.Remove(this);
    }

    /// <summary>Makes the waiter wait until it is resolved or cancelled. Called before other threads know the waiter.</summary>
    internal void StartWaiting()
    {
        _pending = new TaskCompletionSource<UpstreamFailure?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Outcome = _pending.Task;
    }

    /// <summary>Completes the wait, if there is one. Otherwise sets the outcome, before other threads know the waiter.</summary>
    internal void Resolve(UpstreamFailure? failure)
    {
        if (_pending is not null)
            _pending.TrySetResult(failure);
        else if (failure is not null)
            Outcome = Task.FromResult<UpstreamFailure?>(failure);
    }

    /// <summary>Cancels the wait, if there is one. Otherwise sets the outcome, before other threads know the waiter.</summary>
    internal void Cancel()
    {
        if (_pending is not null)
            _pending.TrySetCanceled();
        else
            Outcome = Task.FromCanceled<UpstreamFailure?>(new CancellationToken(canceled: true));
    }
}
