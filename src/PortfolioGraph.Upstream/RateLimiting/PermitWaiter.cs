using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream;

/// <summary>A place in the budget's line: one origin's claim to a call that it may share with others.</summary>
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

    /// <summary>Whose place it is.</summary>
    public CallerInfo Caller { get; }

    /// <summary>
    /// How its waiting ends: null when the permit is granted, by this place or another of the same permit; a failure as of <see cref="CallPermit.WaitAsync"/>
    /// when this origin has waited <see cref="UpstreamOptions.QueueTimeout"/>, though the permit may wait on for others; cancelled when the place was left.
    /// </summary>
    public Task<UpstreamFailure?> Outcome => _outcome.Task;

    internal CallPermit Permit { get; }

    /// <summary>When it was taken, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long RequestedAt { get; }

    /// <summary>Its node among those of its client; null when it is not in line.</summary>
    internal LinkedListNode<PermitWaiter>? ClientNode { get; set; }

    /// <summary>Its node among all, by age; null when it is not in line.</summary>
    internal LinkedListNode<PermitWaiter>? AgeNode { get; set; }

    /// <summary>Leaves the place; others of the same permit keep theirs. The last one's leaving takes the permit out of the line. A permit already granted stays.</summary>
    public void Dispose() => _limiter.Remove(this);

    internal void Complete(UpstreamFailure? failure) => _outcome.TrySetResult(failure);

    internal void Cancel() => _outcome.TrySetCanceled();
}
