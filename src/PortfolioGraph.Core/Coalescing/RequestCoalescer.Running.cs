using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Calls that leave, and where what they bring goes.</summary>
internal sealed partial class RequestCoalescer<TKey, TValue>
{
    private static void RecordCoalesced(Waiter<TKey, TValue> waiter, CoalescedCall<TKey, TValue> call)
    {
        if (waiter.Usage is { } usage && usage != call.StartedBy)
            usage.AddCoalesced(call);
    }

    // A call is made on behalf of who has waited for it the longest.
    private void Run(CoalescedCall<TKey, TValue> call)
    {
        Waiter<TKey, TValue>? first;
        lock (_gate)
            first = call.Waiters.FirstOrDefault();

        if (first?.CapturedContext is { } flow)
            ExecutionContext.Run(flow, _ => _ = RunAsync(call), null);
        else
            _ = RunAsync(call);
    }

    private async Task RunAsync(CoalescedCall<TKey, TValue> call)
    {
        Exception? fault = null;
        try
        {
            using var permit = call.Binding is { } binding ? UpstreamCallContext.BeginScope(binding.Permit) : null;
            using var bypass = UpstreamCacheBypass.Begin(isAllowed: !call.BypassesUpstreamCache);
            await call.Planned.RunAsync(new CallResultSink(this, call), call.Cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception unforeseen)
        {
            // Let through to those who wait: it is their operation that fails, not the process.
            fault = unforeseen;
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
        {
            if (_byKey.TryGetValue((key, call.BypassesUpstreamCache), out var current) && current == call)
                _byKey.Remove((key, call.BypassesUpstreamCache));
            completed = call.Waiters.FindAll(waiter => waiter.CoveringKey.Equals(key));
            foreach (var waiter in completed)
            {
                call.Waiters.Remove(waiter);
                waiter.Call = null;
            }
        }

        foreach (var waiter in completed)
            waiter.Completion.TrySetResult(result.Failure is not null || waiter.Key.Equals(key) ? result : LoadResult<TValue>.Of(dataset.Project(result.Value!, waiter.Key), result.Source!) with { IsPartial = result.IsPartial });
    }

    private void Reassign(CoalescedCall<TKey, TValue> from, PlannedCall<TKey, TValue> next)
    {
        CoalescedCall<TKey, TValue> call;
        lock (_gate)
        {
            var moving = from.Waiters.FindAll(waiter => next.CoveredKeys.Contains(waiter.CoveringKey));
            foreach (var key in next.CoveredKeys)
            {
                if (_byKey.TryGetValue((key, from.BypassesUpstreamCache), out var current) && current == from)
                    _byKey.Remove((key, from.BypassesUpstreamCache));
            }

            if (moving.Count == 0)
                return;

            call = Register(next, from.BypassesUpstreamCache);
            call.IsDispatched = true;
            // Its attempts ask for permits of their own, within the deadline that began with this one.
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
        public void Complete(TKey key, TValue value, Provenance from, bool keep)
        {
            if (keep)
                coalescer._store(key, value, from);
            coalescer.CompleteKey(call, key, LoadResult<TValue>.Of(value, from.In(SourceState.Live)));
        }

        public void CompletePartially(TKey key, TValue value, Provenance from) =>
            coalescer.CompleteKey(call, key, LoadResult<TValue>.Of(value, from.In(SourceState.Live)) with { IsPartial = true });

        public void Fail(TKey key, LoadFailure failure) => coalescer.CompleteKey(call, key, LoadResult<TValue>.Failed(failure));

        public void Reassign(PlannedCall<TKey, TValue> next) => coalescer.Reassign(call, next);
    }
}
