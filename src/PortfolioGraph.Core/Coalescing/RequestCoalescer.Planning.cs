using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>Planning: which waiters share a call, and which permit each call has.</summary>
internal sealed partial class RequestCoalescer<TKey, TValue>
{
    /// <summary>Plans new waiters, those with a bypass of the upstream's cache apart.</summary>
    /// <param name="ordinary">The waiters without a bypass.</param>
    /// <param name="bypassing">The waiters with one.</param>
    /// <param name="ready">Receives the calls that were dispatched and are to be run outside the lock, even if planning fails after them.</param>
    private void PlanAll(List<Waiter<TKey, TValue>> ordinary, List<Waiter<TKey, TValue>> bypassing, List<CoalescedCall<TKey, TValue>> ready)
    {
        Plan(ordinary, bypassesUpstreamCache: false, ready);
        Plan(bypassing, bypassesUpstreamCache: true, ready);
    }

    /// <summary>Replans all queued waiters together with the new ones, and requests a permit for each additional call.</summary>
    private void Plan(List<Waiter<TKey, TValue>> newWaiters, bool bypassesUpstreamCache, List<CoalescedCall<TKey, TValue>> ready, PermitBinding<TKey, TValue>? granted = null)
    {
        if (newWaiters.Count == 0 && granted is null)
            return;

        var replaced = _queued.FindAll(call => call.BypassesUpstreamCache == bypassesUpstreamCache);
        // A permit that was just rejected or returned must not get new waiters.
        var alive = replaced.FindAll(static call => call.Binding!.Permit.State is CallPermitState.Waiting or CallPermitState.Granted);
        var bindings = alive.ConvertAll(static call => call.Binding!);
        foreach (var call in replaced)
        {
            Close(call);
            call.Binding!.Call = null;
        }

        // Longest waiting first in every plan. Waiters of keys that are planned for another waiter's sake follow.
        List<Waiter<TKey, TValue>> waiters = [.. replaced.SelectMany(static call => call.Waiters).OrderBy(static waiter => waiter.WaitingSince), .. newWaiters];
        var bindingOf = alive.SelectMany(static call => call.Waiters.Select(waiter => (waiter, call.Binding))).ToDictionary(static pair => pair.waiter, static pair => pair.Binding!);
        List<CoalescedCall<TKey, TValue>> calls = [];
        foreach (var planned in dataset.Plan(DistinctKeys(waiters)))
            calls.Add(Register(planned, bypassesUpstreamCache));
        foreach (var waiter in waiters)
            Attach(waiter, FindCall(waiter, bypassesUpstreamCache) ?? throw new InvalidOperationException($"No call was planned for {waiter.Key}."));

        if (bindings.Count > 0)
            Assign(calls, bindingOf, bindings, granted);
        foreach (var call in calls)
        {
            if (call.Waiters.Count == 0)
            {
                Close(call);
                continue;
            }

            if (call.Binding is not null)
                EnqueueCallers(call);
            else
                RequestPermit(call, waiter => !bindingOf.ContainsKey(waiter));

            if (!call.IsClosed && !call.IsDispatched)
                _queued.Add(call);
            else if (call.IsDispatched)
                ready.Add(call);
        }

        // Last, because a caller that is dequeued before it is queued elsewhere would lose its position in the queue.
        foreach (var call in calls)
            DequeueCallers(call);
        foreach (var binding in bindings.Where(static binding => binding.Call is null))
            binding.Permit.Dispose();
    }

    // Keeps each permit with the waiters that queued for it, if they still share a call. Prefers the caller it was granted to, then calls without new waiters. Gives
    // spare permits to other calls; the remaining ones are returned.
    private static void Assign(
        List<CoalescedCall<TKey, TValue>> calls,
        Dictionary<Waiter<TKey, TValue>, PermitBinding<TKey, TValue>> bindingOf,
        List<PermitBinding<TKey, TValue>> bindings,
        PermitBinding<TKey, TValue>? granted)
    {
        var claims = calls
            .SelectMany(call => call.Waiters.Where(bindingOf.ContainsKey).Select(waiter => (Binding: bindingOf[waiter], Call: call, IsOwner: waiter.Caller == bindingOf[waiter].Permit.Owner)))
            .ToLookup(static claim => claim.Binding);
        var withNewWaiters = calls.Where(call => call.Waiters.Exists(waiter => !bindingOf.ContainsKey(waiter))).ToHashSet();
        // Granted permits first, because their calls are dispatched now. Then the oldest, which are granted next and must not be left with a call that has room for more.
        List<PermitBinding<TKey, TValue>> ordered =
        [
            .. bindings.OrderByDescending(binding => binding == granted)
                .ThenByDescending(static binding => binding.Permit.State is CallPermitState.Granted)
                .ThenBy(static binding => binding.Permit.RequestedAt),
        ];
        foreach (var binding in ordered)
        {
            var free = claims[binding].Where(static claim => claim.Call.Binding is null);
            Bind(binding, free.OrderByDescending(static claim => claim.IsOwner).ThenBy(claim => withNewWaiters.Contains(claim.Call)).FirstOrDefault().Call);
        }

        foreach (var binding in ordered.Where(static binding => binding.Call is null).ToList())
            Bind(binding, calls.Find(static call => call.Binding is null && call.Waiters.Count > 0));

        static void Bind(PermitBinding<TKey, TValue> binding, CoalescedCall<TKey, TValue>? call)
        {
            if (call is null)
                return;
            (binding.Call, call.Binding) = (call, binding);
        }
    }

    // Two waiters can have the same key, for example after the first one's call was dispatched for fewer facets.
    private static List<TKey> DistinctKeys(List<Waiter<TKey, TValue>> waiters)
    {
        List<TKey> keys = new(waiters.Count);
        HashSet<TKey>? seen = waiters.Count > 1 ? new(waiters.Count) : null;
        foreach (var waiter in waiters)
        {
            if (seen is null || seen.Add(waiter.Key))
                keys.Add(waiter.Key);
        }

        return keys;
    }

    private CoalescedCall<TKey, TValue> Register(PlannedCall<TKey, TValue> planned, bool bypassesUpstreamCache)
    {
        var call = new CoalescedCall<TKey, TValue>(planned, bypassesUpstreamCache);
        foreach (var key in planned.CoveredKeys)
            _byKey.TryAdd((key, bypassesUpstreamCache), call);
        return call;
    }

    // The key may be registered to another call; that registration stays.
    private void Unregister(CoalescedCall<TKey, TValue> call, TKey key)
    {
        if (_byKey.TryGetValue((key, call.BypassesUpstreamCache), out var current) && current == call)
            _byKey.Remove((key, call.BypassesUpstreamCache));
    }
}
