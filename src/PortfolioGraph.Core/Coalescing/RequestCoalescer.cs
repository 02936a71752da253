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
    /// <param name="missing">Receives the keys that would need new calls, with what the cache has for them; none is started then. Null to start calls.</param>
    /// <returns>A waiter for each key that has a pending or a new call, and when all of them are planned.</returns>
    public (IReadOnlyList<Waiter<TKey, TValue>> Waiters, Task Planned) JoinOrStart(
        IReadOnlyList<TKey> keys, Dictionary<TKey, LoadResult<TValue>> cached, List<(TKey Key, CacheLookup<TValue> Found)>? missing = null)
    {
        var planned = Task.CompletedTask;
        List<Waiter<TKey, TValue>>? waiters = null, bypassing = null, ordinary = null;
        List<CoalescedCall<TKey, TValue>>? ready = null;
        var caller = UpstreamCallContext.Caller;
        var waitingSince = UpstreamUsageRecorder.Current?.FirstLoadAt(time) ?? time.GetTimestamp();

        lock (_gate)
        {
            foreach (var key in keys)
            {
                var found = _cache.Find(key);
                if (found.Fresh is { } result)
                {
                    cached[key] = result;
                    continue;
                }

                var bypassesUpstreamCache = found.NeedsUpstreamBypass;
                var waiter = CreateWaiter(key, caller, waitingSince, found);
                if (waiter.HasStaleFallback && FindCall(waiter, bypassesUpstreamCache) is { IsDispatched: false } call && HasTimedOutWaiter(call, waiter.CoveringKey))
                {
                    Reject(waiter, limiter.CreateExhaustedFailure());
                }
                else if (!TryJoin(waiter, bypassesUpstreamCache))
                {
                    if (missing is not null)
                    {
                        missing.Add((key, found));
                        continue;
                    }

                    (bypassesUpstreamCache ? bypassing ??= [] : ordinary ??= new(keys.Count)).Add(waiter);
                }

                (waiters ??= new(keys.Count)).Add(waiter);
            }

            if (ordinary is not null || bypassing is not null)
            {
                if (_windowLength > TimeSpan.Zero)
                    planned = Collect(ordinary ?? [], bypassing ?? []);
                else
                    PlanAll(ordinary ?? [], bypassing ?? [], ready = []);
            }
        }

        foreach (var call in ready ?? [])
            Run(call);
        return (waiters ?? [], planned);
    }

    /// <summary>Whether a queued or dispatched call covers a key.</summary>
    public bool IsPending(TKey key)
    {
        lock (_gate)
        {
            if (_byKey.ContainsKey((key, false)) || _byKey.ContainsKey((key, true)))
                return true;
            for (var position = 0; dataset.TryGetNextCovering(key, ref position, out var covering);)
            {
                if (_byKey.ContainsKey((covering, false)) || _byKey.ContainsKey((covering, true)))
                    return true;
            }

            return false;
        }
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
    private static Waiter<TKey, TValue> CreateWaiter(TKey key, CallerInfo caller, long waitingSince, CacheLookup<TValue> found) => new(
        key,
        found.HasStale ? caller with { Priority = CallPriority.Background } : caller,
        waitingSince,
        hasStaleFallback: found.HasStale && !found.NeedsUpstreamBypass && caller.Priority == CallPriority.Interactive);

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
        var (key, position) = (waiter.Key, 0);
        do
        {
            if (_byKey.TryGetValue((key, bypassesUpstreamCache), out var call))
            {
                waiter.CoveringKey = key;
                return call;
            }
        }
        while (dataset.TryGetNextCovering(waiter.Key, ref position, out key));

        return null;
    }

    private static void Attach(Waiter<TKey, TValue> waiter, CoalescedCall<TKey, TValue> call)
    {
        call.Waiters.Add(waiter);
        waiter.Call = call;
    }

    private static bool HasTimedOutWaiter(CoalescedCall<TKey, TValue> call, TKey key) => call.Waiters.Exists(waiter => waiter.IsBackgroundRefresh && AreEqual(waiter.CoveringKey, key));

    // Not by Equals, which boxes one of the keys.
    private static bool AreEqual(TKey left, TKey right) => EqualityComparer<TKey>.Default.Equals(left, right);

    private void Close(CoalescedCall<TKey, TValue> call)
    {
        call.IsClosed = true;
        _queued.Remove(call);
        foreach (var key in call.Planned.CoveredKeys)
            Unregister(call, key);
    }
}
