using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A call of a <see cref="RequestCoalescer{TKey, TValue}"/> and who waits for it. All under the desk's lock.</summary>
internal sealed class CoalescedCall<TKey, TValue>(PlannedCall<TKey, TValue> planned, bool bypassesUpstreamCache)
    where TKey : notnull
    where TValue : notnull
{
    public PlannedCall<TKey, TValue> Planned => planned;

    /// <summary>Whether the data source's own cache is passed by.</summary>
    public bool BypassesUpstreamCache => bypassesUpstreamCache;

    /// <summary>Who waits, the longest first.</summary>
    public List<Waiter<TKey, TValue>> Waiters { get; } = [];

    /// <summary>The permit it waits for or uses; that of the call before, for one that was handed over.</summary>
    public PermitBinding<TKey, TValue>? Binding { get; set; }

    /// <summary>Whether it has left, so that nothing can be added to what it asks for.</summary>
    public bool IsDispatched { get; set; }

    /// <summary>The operation on whose behalf it left; null outside any.</summary>
    public UpstreamUsageRecorder? StartedBy { get; set; }

    /// <summary>Whether it ended or nobody waits for it any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationTokenSource Cancellation { get; } = new();
}

/// <summary>A permit asked for, and the call it is for: that may change while it waits.</summary>
internal sealed class PermitBinding<TKey, TValue>(CallPermit permit)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Dictionary<CallerInfo, PermitWaiter> _waiters = new() { [permit.FirstWaiter.Caller] = permit.FirstWaiter };

    public CallPermit Permit => permit;

    /// <summary>Null once it is given back.</summary>
    public CoalescedCall<TKey, TValue>? Call { get; set; }

    /// <summary>A place whose waiting was in vain: who comes under its name takes another.</summary>
    public void Remove(PermitWaiter waiter)
    {
        if (_waiters.GetValueOrDefault(waiter.Caller) == waiter)
            _waiters.Remove(waiter.Caller);
    }

    /// <summary>Stands in line for all who wait for its call.</summary>
    /// <param name="callers">On whose behalf they wait.</param>
    /// <returns>The places that were taken for it.</returns>
    public IReadOnlyList<PermitWaiter> AddCallers(IEnumerable<CallerInfo> callers)
    {
        List<PermitWaiter> added = [];
        foreach (var caller in callers.Distinct().Where(caller => !_waiters.ContainsKey(caller)).ToList())
        {
            var waiter = permit.AddWaiter(caller);
            _waiters.Add(caller, waiter);
            added.Add(waiter);
        }

        return added;
    }

    /// <summary>Leaves the places of all others.</summary>
    /// <param name="callers">On whose behalf its call is waited for.</param>
    public void RetainCallers(IEnumerable<CallerInfo> callers)
    {
        foreach (var removed in _waiters.Keys.Except(callers).ToList())
        {
            _waiters.Remove(removed, out var waiter);
            waiter!.Dispose();
        }
    }
}
