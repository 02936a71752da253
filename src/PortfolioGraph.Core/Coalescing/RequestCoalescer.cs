using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>
/// Coalesces the pending loads of one dataset into few upstream calls. A call is dispatched as soon as it has a permit. Until then every new load triggers
/// replanning, so that everything that fits into one request shares it. Dispatched calls are shared unchanged.
/// </summary>
/// <remarks>
/// One lock guards all calls and waiters. Cache lookups and requests for permits run under it: the locks of the cache and of the rate limiter are always the inner
/// ones. Calls run, and waiters continue, outside the lock.
/// </remarks>
internal sealed partial class RequestCoalescer<TKey, TValue>(
    IDataset<TKey, TValue> dataset, DatasetCacheView<TKey, TValue> cache, IUpstreamRateLimiter limiter, TimeProvider time, LoadMetrics metrics, TimeSpan windowLength)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TKey Key, bool BypassesUpstreamCache), CoalescedCall<TKey, TValue>> _byKey = [];
    private readonly List<CoalescedCall<TKey, TValue>> _queued = [];
    private readonly DatasetCacheView<TKey, TValue> _cache = cache;

    /// <summary>How many waiters queued and dispatched calls have.</summary>
    public int WaiterCount
    {
        get
        {
            lock (_gate)
                return _byKey.Values.Distinct().Sum(static call => call.Waiters.Count);
        }
    }

    /// <summary>Takes each key from the cache if it is fresh there; otherwise joins it to a pending call, or starts new calls.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="cached">Receives the results that the cache has.</param>
    /// <returns>A waiter for each key that the cache does not have, and when all of them are planned.</returns>
    public (IReadOnlyList<Waiter<TKey, TValue>> Waiters, Task Planned) JoinOrStart(IReadOnlyList<TKey> keys, Dictionary<TKey, LoadResult<TValue>> cached)
    {
        var planned = Task.CompletedTask;
        List<Waiter<TKey, TValue>> waiters = [];
        List<CoalescedCall<TKey, TValue>> ready = [];
        var caller = UpstreamCallContext.Caller;
        var waitingSince = UpstreamUsageRecorder.Current?.FirstLoadAt(time) ?? time.GetTimestamp();

        lock (_gate)
        {
            List<Waiter<TKey, TValue>> bypassing = [];
            List<Waiter<TKey, TValue>> ordinary = [];
            foreach (var key in keys)
            {
                if (_cache.FindFresh(key) is { } result)
                {
                    cached[key] = result;
                    continue;
                }

                var bypassesUpstreamCache = _cache.NeedsUpstreamBypass(key);
                var waiter = CreateWaiter(key, caller, waitingSince, bypassesUpstreamCache);
                waiters.Add(waiter);
                if (waiter.HasStaleFallback && FindCall(waiter, bypassesUpstreamCache) is { IsDispatched: false } call && HasTimedOutWaiter(call, waiter.CoveringKey))
                    Reject(waiter, limiter.CreateExhaustedFailure());
                else if (!TryJoin(waiter, bypassesUpstreamCache))
                    (bypassesUpstreamCache ? bypassing : ordinary).Add(waiter);
            }

            if (_windowLength > TimeSpan.Zero && ordinary.Count + bypassing.Count > 0)
            {
                planned = Collect(ordinary, bypassing);
            }
            else
            {
                Plan(ordinary, bypassesUpstreamCache: false, ready);
                Plan(bypassing, bypassesUpstreamCache: true, ready);
            }
        }

        foreach (var call in ready)
            Run(call);
        return (waiters, planned);
    }

    /// <summary>Times out the waiters whose call has no permit yet. If they have a stale value, the call stays queued as a background refresh.</summary>
    public void TimeOutWaiters(IEnumerable<Waiter<TKey, TValue>> waiters)
    {
        lock (_gate)
        {
            foreach (var waiter in waiters)
            {
                // A call whose permit has been granted is about to be dispatched.
                if (waiter.Call is not { IsDispatched: false } call || call.Binding!.Permit.State == CallPermitState.Granted)
                    continue;

                if (waiter.HasStaleFallback && !HasTimedOutWaiter(call, waiter.CoveringKey))
                    call.Waiters.Add(waiter.ToBackgroundRefresh());
                Reject(call, limiter.CreateExhaustedFailure(), [waiter]);
            }
        }
    }

    /// <summary>Removes the waiters that are still waiting. A call without waiters is cancelled.</summary>
    public void CancelWaiters(IEnumerable<Waiter<TKey, TValue>> waiters)
    {
        List<CoalescedCall<TKey, TValue>> cancelled = [];
        lock (_gate)
        {
            foreach (var waiter in waiters)
            {
                if (waiter.Call is not { } call)
                {
                    // A completed waiter is in no window that is open.
                    if (!waiter.Completion.Task.IsCompleted)
                        RemoveFromWindow(waiter);
                    continue;
                }

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

    // Waiters with a stale value queue behind those without one. Once one of them has timed out on a call, later ones get the stale value immediately.
    private Waiter<TKey, TValue> CreateWaiter(TKey key, CallerInfo caller, long waitingSince, bool bypassesUpstreamCache)
    {
        var hasStale = _cache.HasStale(key);
        return new Waiter<TKey, TValue>(
            key,
            hasStale ? caller with { Priority = CallPriority.Background } : caller,
            waitingSince,
            hasStaleFallback: hasStale && !bypassesUpstreamCache && caller.Priority == CallPriority.Interactive);
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

    private static bool HasTimedOutWaiter(CoalescedCall<TKey, TValue> call, TKey key) => call.Waiters.Exists(waiter => waiter.IsBackgroundRefresh && waiter.CoveringKey.Equals(key));

    private void Close(CoalescedCall<TKey, TValue> call)
    {
        call.IsClosed = true;
        _queued.Remove(call);
        foreach (var key in call.Planned.CoveredKeys)
            Unregister(call, key);
    }
}
