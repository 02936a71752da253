using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Dispatched calls, and the completion of their waiters.</summary>
internal sealed partial class RequestCoalescer<TKey, TValue>
{
    private void RecordCoalesced(Waiter<TKey, TValue> waiter, CoalescedCall<TKey, TValue> call)
    {
        if (waiter.Usage is not { } usage || usage == call.StartedBy)
            return;
        usage.AddCoalesced(call);
        metrics.Coalesced(dataset.Dataset);
    }

    // A call runs in the context of its longest waiting waiter, so that its attempts count for that operation.
    private void Run(CoalescedCall<TKey, TValue> call)
    {
        Waiter<TKey, TValue>? first;
        lock (_gate)
            first = call.Waiters.FirstOrDefault();

        // The caller is often the first waiter itself.
        if (first?.CapturedContext is { } context && context != ExecutionContext.Capture())
            ExecutionContext.Run(context, _ => _ = RunAsync(call), null);
        else
            _ = RunAsync(call);
    }

    private async Task RunAsync(CoalescedCall<TKey, TValue> call)
    {
        Exception? fault = null;
        try
        {
            var options = new UpstreamCallOptions(call.Binding?.Permit, call.BypassesUpstreamCache);
            await call.Planned.RunAsync(new CallResultSink(this, call), options, call.Cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            // No waiter remains.
        }
        catch (Exception unexpected)
        {
            // The waiters rethrow it, so that their operations fail and not the process.
            fault = unexpected;
        }
        finally
        {
            call.Binding?.Permit.Dispose();
        }

        Complete(call, fault);
    }

    private void Complete(CoalescedCall<TKey, TValue> call, Exception? fault)
    {
        List<Waiter<TKey, TValue>> remaining;
        lock (_gate)
        {
            Close(call);
            remaining = [.. call.Waiters];
            call.Waiters.Clear();
            foreach (var waiter in remaining)
                waiter.Call = null;
        }

        foreach (var waiter in remaining)
        {
            if (fault is null)
                waiter.Completion.TrySetResult(null);
            else
                waiter.Completion.TrySetException(fault);
        }
    }

    private void CompleteKey(CoalescedCall<TKey, TValue> call, TKey key, LoadResult<TValue> result)
    {
        List<Waiter<TKey, TValue>> completed;
        lock (_gate)
            completed = RemoveWaiters(call, key);

        foreach (var waiter in completed)
            waiter.Completion.TrySetResult(AreEqual(waiter.Key, key) ? result : Project(result, waiter.Key));
    }

    private void FailKeys(CoalescedCall<TKey, TValue> call, IReadOnlyList<TKey> keys, Func<TKey, LoadFailure> failure)
    {
        List<(Waiter<TKey, TValue> Waiter, TKey Key)> failed = [];
        lock (_gate)
        {
            foreach (var key in keys)
                failed.AddRange(RemoveWaiters(call, key).Select(waiter => (waiter, key)));
        }

        foreach (var (waiter, key) in failed)
            waiter.Completion.TrySetResult(LoadResult<TValue>.Failed(failure(key)));
    }

    private List<Waiter<TKey, TValue>> RemoveWaiters(CoalescedCall<TKey, TValue> call, TKey key)
    {
        Unregister(call, key);
        List<Waiter<TKey, TValue>>? removed = null;
        var kept = 0;
        for (var i = 0; i < call.Waiters.Count; i++)
        {
            var waiter = call.Waiters[i];
            if (!AreEqual(waiter.CoveringKey, key))
            {
                call.Waiters[kept++] = waiter;
                continue;
            }

            waiter.Call = null;
            (removed ??= []).Add(waiter);
        }

        call.Waiters.RemoveRange(kept, call.Waiters.Count - kept);
        return removed ?? [];
    }

    private LoadResult<TValue> Project(LoadResult<TValue> covering, TKey key) =>
        LoadResult<TValue>.Of(dataset.Project(covering.Value!, key), covering.Source!) with { IsPartial = covering.IsPartial };

    private void Reassign(CoalescedCall<TKey, TValue> from, PlannedCall<TKey, TValue> next)
    {
        CoalescedCall<TKey, TValue> call;
        lock (_gate)
        {
            var moving = from.Waiters.FindAll(waiter => next.CoveredKeys.Contains(waiter.CoveringKey));
            foreach (var key in next.CoveredKeys)
                Unregister(from, key);

            if (moving.Count == 0)
                return;

            call = Register(next, from.BypassesUpstreamCache);
            call.IsDispatched = true;
            // The first call has used the permit. Attempts of the next one request permits of their own, within the deadline that started with this permit.
            call.Binding = from.Binding;
            call.StartedBy = moving[0].Usage;
            foreach (var waiter in moving)
            {
                from.Waiters.Remove(waiter);
                Attach(waiter, call);
            }
        }

        Run(call);
    }

    private sealed class CallResultSink(RequestCoalescer<TKey, TValue> coalescer, CoalescedCall<TKey, TValue> call) : ICallResultSink<TKey, TValue>
    {
        public void Complete(TKey key, TValue value, Provenance provenance, bool store)
        {
            if (store)
                coalescer._cache.Store(key, value, provenance, call.BypassesUpstreamCache);
            coalescer.CompleteKey(call, key, LoadResult<TValue>.Of(value, provenance.ToSource(DataSourceState.Live)));
        }

        public void CompletePartially(TKey key, TValue value, Provenance provenance) =>
            coalescer.CompleteKey(call, key, LoadResult<TValue>.Of(value, provenance.ToSource(DataSourceState.Live)) with { IsPartial = true });

        public void Fail(IReadOnlyList<TKey> keys, Func<TKey, LoadFailure> failure) => coalescer.FailKeys(call, keys, failure);

        public void Reassign(PlannedCall<TKey, TValue> next) => coalescer.Reassign(call, next);
    }
}
