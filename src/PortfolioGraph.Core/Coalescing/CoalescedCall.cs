using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>One upstream call of a <see cref="RequestCoalescer{TKey, TValue}"/> and its waiters. All members are guarded by the coalescer's lock.</summary>
internal sealed class CoalescedCall<TKey, TValue>(PlannedCall<TKey, TValue> planned, bool bypassesUpstreamCache)
    where TKey : notnull
    where TValue : notnull
{
    public PlannedCall<TKey, TValue> Planned => planned;

    /// <summary>Whether the call bypasses the upstream's own cache.</summary>
    public bool BypassesUpstreamCache => bypassesUpstreamCache;

    /// <summary>The waiters, longest waiting first.</summary>
    public List<Waiter<TKey, TValue>> Waiters { get; } = [];

    /// <summary>The permit that the call waits for or uses. A reassigned call has the permit of the call that it came from.</summary>
    public PermitBinding<TKey, TValue>? Binding { get; set; }

    /// <summary>Whether the call was dispatched, so that no further key can be added to it.</summary>
    public bool IsDispatched { get; set; }

    /// <summary>The operation whose waiter was first when the call was dispatched; null outside any operation.</summary>
    public UpstreamUsageRecorder? StartedBy { get; set; }

    /// <summary>Whether the call has ended or has no waiters any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Cancelled when no waiter remains.</summary>
    public CancellationTokenSource Cancellation { get; } = new();
}

/// <summary>A requested permit and the call that it is for, which may change while the permit is queued.</summary>
internal sealed class PermitBinding<TKey, TValue>(CallPermit permit)
    where TKey : notnull
    where TValue : notnull
{
    // Only needed while the permit is queued, and most permits are granted at once.
    private Dictionary<CallerInfo, PermitWaiter>? _waiters;

    public CallPermit Permit => permit;

    private Dictionary<CallerInfo, PermitWaiter> Waiters => _waiters ??= new() { [permit.FirstWaiter.Caller] = permit.FirstWaiter };

    /// <summary>The call; null once the permit is returned.</summary>
    public CoalescedCall<TKey, TValue>? Call { get; set; }

    /// <summary>Removes a permit waiter that timed out, so that the same caller can queue again.</summary>
    public void Remove(PermitWaiter waiter)
    {
        if (Waiters.GetValueOrDefault(waiter.Caller) == waiter)
            Waiters.Remove(waiter.Caller);
    }

    /// <summary>Queues a permit waiter for each caller that has none yet.</summary>
    /// <param name="callers">The callers that wait for the call.</param>
    /// <returns>The added permit waiters.</returns>
    public IReadOnlyList<PermitWaiter> AddCallers(IEnumerable<CallerInfo> callers)
    {
        List<PermitWaiter> added = [];
        foreach (var caller in callers.Distinct().Where(caller => !Waiters.ContainsKey(caller)).ToList())
        {
            var waiter = permit.AddWaiter(caller);
            Waiters.Add(caller, waiter);
            added.Add(waiter);
        }

        return added;
    }

    /// <summary>Removes the permit waiters of all other callers.</summary>
    /// <param name="callers">The callers that wait for the call.</param>
    public void RetainCallers(IEnumerable<CallerInfo> callers)
    {
        foreach (var removed in Waiters.Keys.Except(callers).ToList())
        {
            Waiters.Remove(removed, out var waiter);
            waiter!.Dispose();
        }
    }
}
