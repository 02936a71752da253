using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Where the loads of one dataset wait. A call leaves as soon as there is a permit for it; until then what it asks for is planned anew with every load that comes,
/// so that all that fits one request goes in one. Calls that have left are shared as they are.
/// </summary>
internal sealed partial class RequestCoalescer<TKey, TValue>(IDataset<TKey, TValue> dataset, IUpstreamRateLimiter limiter, TimeProvider time, Action<TKey, TValue, Provenance> store)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TKey Key, bool IsAnew), CoalescedCall<TKey, TValue>> _byKey = [];
    private readonly List<CoalescedCall<TKey, TValue>> _queued = [];
    private readonly Action<TKey, TValue, Provenance> _store = store;

    /// <summary>How many seats are taken: waits of anybody for calls that have left or are to.</summary>
    public int WaiterCount
    {
        get
        {
            lock (_gate)
                return _byKey.Values.Distinct().Sum(static call => call.Waiters.Count);
        }
    }

    /// <summary>Takes a seat for each key that no answer at hand serves.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="needsUpstreamBypass">Whether a key is wanted past the data source's own cache.</param>
    /// <param name="hasStaleFallback">
    /// Whether there is an answer to fall back to: those who have none go before it in the line, and where somebody has tired of waiting for it nobody else waits.
    /// </param>
    /// <param name="find">Finds the answer at hand.</param>
    /// <param name="cached">Where answers at hand are put.</param>
    public IReadOnlyList<Waiter<TKey, TValue>> JoinOrStart(
        IReadOnlyList<TKey> keys, Func<TKey, bool> needsUpstreamBypass, Func<TKey, bool> hasStaleFallback, Func<TKey, LoadResult<TValue>?> find, Dictionary<TKey, LoadResult<TValue>> cached)
    {
        List<Waiter<TKey, TValue>> waiters = [];
        List<CoalescedCall<TKey, TValue>> ready = [];
        var caller = UpstreamCallContext.Caller;
        var waitingSince = UpstreamUsageRecorder.Current?.FirstLoadAt(time) ?? time.GetTimestamp();

        lock (_gate)
        {
            List<Waiter<TKey, TValue>> bypassing = [];
            List<Waiter<TKey, TValue>> usual = [];
            foreach (var key in keys)
            {
                if (find(key) is { } cachedResult)
                {
                    cached[key] = cachedResult;
                    continue;
                }

                var bypassesUpstreamCache = needsUpstreamBypass(key);
                var hasStale = hasStaleFallback(key);
                var waiter = new Waiter<TKey, TValue>(
                    key, hasStale ? caller with { Priority = CallPriority.Background } : caller, waitingSince, hasStale && !bypassesUpstreamCache && caller.Priority == CallPriority.Interactive);
                waiters.Add(waiter);
                if (waiter.HasStaleFallback && FindCall(waiter, bypassesUpstreamCache) is { IsDispatched: false } call && HasTimedOutWaiter(call, waiter.CoveringKey))
                    Reject(waiter, limiter.CreateExhaustedFailure());
                else if (!TryJoin(waiter, bypassesUpstreamCache))
                    (bypassesUpstreamCache ? bypassing : usual).Add(waiter);
            }

            Plan(usual, bypassesUpstreamCache: false, ready);
            Plan(bypassing, bypassesUpstreamCache: true, ready);
        }

        foreach (var call in ready)
            Run(call);
        return waiters;
    }

    /// <summary>
    /// Ends the waiting of those whose call still waits for its permit, as if there were none in time. The places of those who have another answer stay: the
    /// call is made for who comes next.
    /// </summary>
    public void TimeOutWaiters(IEnumerable<Waiter<TKey, TValue>> waiters)
    {
        lock (_gate)
        {
            foreach (var waiter in waiters)
            {
                // One whose permit has come is about to leave.
                if (waiter.Call is not { IsDispatched: false } call || call.Binding!.Permit.State == CallPermitState.Granted)
                    continue;

                if (waiter.HasStaleFallback && !HasTimedOutWaiter(call, waiter.CoveringKey))
                    call.Waiters.Add(waiter.ToBackgroundRefresh());
                Reject(call, limiter.CreateExhaustedFailure(), [waiter]);
            }
        }
    }

    /// <summary>Ends the waiting of those who wait still. A call that nobody waits for is given up.</summary>
    public void CancelWaiters(IEnumerable<Waiter<TKey, TValue>> waiters)
    {
        List<CoalescedCall<TKey, TValue>> cancelled = [];
        lock (_gate)
        {
            foreach (var waiter in waiters)
            {
                if (waiter.Call is not { } call)
                    continue;

                waiter.Call = null;
                call.Waiters.Remove(waiter);
                if (call.IsClosed || call.Waiters.Count > 0)
                    continue;

                Close(call);
                if (call.IsDispatched)
                    cancelled.Add(call);
                else
                    ReturnPermit(call.Binding!);
            }
        }

        foreach (var call in cancelled)
            call.Cancellation.Cancel();
    }

    private bool TryJoin(Waiter<TKey, TValue> waiter, bool bypassesUpstreamCache)
    {
        if (FindCall(waiter, bypassesUpstreamCache: true) is not { } call && (bypassesUpstreamCache || (call = FindCall(waiter, bypassesUpstreamCache: false)) is null))
            return false;

        Attach(waiter, call!);
        if (call!.IsDispatched)
        {
            RecordCoalesced(waiter, call);
            return true;
        }

        EnqueueCallers(call);
        DequeueCallers(call);
        return true;
    }

    private CoalescedCall<TKey, TValue>? FindCall(Waiter<TKey, TValue> waiter, bool bypassesUpstreamCache)
    {
        foreach (var key in dataset.GetCoveringKeys(waiter.Key).Prepend(waiter.Key))
        {
            if (_byKey.TryGetValue((key, bypassesUpstreamCache), out var call))
            {
                waiter.CoveringKey = key;
                return call;
            }
        }

        return null;
    }

    private static void Attach(Waiter<TKey, TValue> waiter, CoalescedCall<TKey, TValue> call)
    {
        call.Waiters.Add(waiter);
        waiter.Call = call;
    }

    // Somebody has tired of waiting for it already.
    private static bool HasTimedOutWaiter(CoalescedCall<TKey, TValue> call, TKey key) => call.Waiters.Exists(waiter => waiter.IsBackgroundRefresh && waiter.CoveringKey.Equals(key));

    private void Close(CoalescedCall<TKey, TValue> call)
    {
        call.IsClosed = true;
        _queued.Remove(call);
        foreach (var key in call.Planned.CoveredKeys)
        {
            if (_byKey.TryGetValue((key, call.BypassesUpstreamCache), out var current) && current == call)
                _byKey.Remove((key, call.BypassesUpstreamCache));
        }
    }
}
