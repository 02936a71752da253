using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>Queueing of calls for permits.</summary>
internal sealed partial class RequestCoalescer<TKey, TValue>
{
    // Requests the permit for the caller of the new waiter; existing waiters share it. If that caller's queue is too long, only its waiters fail, and the others request a
    // permit of their own.
    private void RequestPermit(CoalescedCall<TKey, TValue> call, Func<Waiter<TKey, TValue>, bool> isNew)
    {
        while (!call.IsClosed)
        {
            var requester = call.Waiters.Find(waiter => isNew(waiter)) ?? call.Waiters[0];
            var permit = limiter.Request(requester.Caller, requester.WaitingSince);
            var binding = new PermitBinding<TKey, TValue>(permit) { Call = call };
            call.Binding = binding;
            if (permit.State is CallPermitState.Granted)
            {
                Dispatch(call);
                return;
            }

            if (permit.Rejection is not { } failure)
            {
                _ = AwaitPermitAsync(binding, permit.FirstWaiter);
                EnqueueCallers(call);
                return;
            }

            Reject(call, failure, call.Waiters.FindAll(waiter => waiter.Caller == requester.Caller));
        }
    }

    // Once the permit is granted, no permit waiter is needed: all waiters of the call are dispatched with it.
    private void EnqueueCallers(CoalescedCall<TKey, TValue> call)
    {
        if (call.Binding is not { Permit.State: CallPermitState.Waiting } binding)
            return;
        foreach (var permitWaiter in binding.AddCallers(call.Waiters.Select(static waiter => waiter.Caller)))
            _ = AwaitPermitAsync(binding, permitWaiter);
    }

    private static void DequeueCallers(CoalescedCall<TKey, TValue> call)
    {
        if (call.Binding is { Permit.State: CallPermitState.Waiting } binding)
            binding.RetainCallers(call.Waiters.Select(static waiter => waiter.Caller));
    }

    private async Task AwaitPermitAsync(PermitBinding<TKey, TValue> binding, PermitWaiter permitWaiter)
    {
        UpstreamFailure? failure;
        try
        {
            // Never synchronously: the code that queued the permit waiter is still planning.
            failure = await permitWaiter.Outcome.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (OperationCanceledException)
        {
            // The permit waiter was removed.
            return;
        }

        List<CoalescedCall<TKey, TValue>> ready = [];
        lock (_gate)
        {
            if (binding.Call is not { IsDispatched: false } waiting)
                return;

            if (failure is not null)
            {
                RemoveTimedOutWaiter(waiting, binding, permitWaiter, failure);
                if (waiting.IsDispatched && _queued.Remove(waiting))
                    ready.Add(waiting);
            }
            else
            {
                // Waiters may have been cancelled since the last plan, so that fewer calls suffice.
                Plan([], waiting.BypassesUpstreamCache, ready, binding);
                if (binding.Call is { } call)
                {
                    _queued.Remove(call);
                    Dispatch(call);
                    ready.Add(call);
                }
            }
        }

        foreach (var call in ready)
            Run(call);
    }

    private void RemoveTimedOutWaiter(CoalescedCall<TKey, TValue> call, PermitBinding<TKey, TValue> binding, PermitWaiter permitWaiter, UpstreamFailure failure)
    {
        binding.Remove(permitWaiter);
        // The permit may have been granted through another caller's permit waiter.
        if (binding.Permit.State is CallPermitState.Granted or CallPermitState.Used)
            return;

        // The permit waiter is as old as its caller's first waiter. Later waiters keep waiting, unless the permit was rejected at once.
        var isTimedOut = binding.Permit.State != CallPermitState.Rejected || HasTimedOut(binding.Permit.RequestedAt);
        Reject(call, failure, call.Waiters.FindAll(waiter => waiter.Caller == permitWaiter.Caller && !(isTimedOut && !HasTimedOut(waiter.WaitingSince))));
        if (call.IsClosed)
            return;

        if (binding.Permit.State is CallPermitState.Waiting)
        {
            EnqueueCallers(call);
            return;
        }

        binding.Call = null;
        RequestPermit(call, static _ => false);

        bool HasTimedOut(long since) => time.GetElapsedTime(since) >= limiter.QueueTimeout;
    }

    private void Dispatch(CoalescedCall<TKey, TValue> call)
    {
        call.IsDispatched = true;
        call.StartedBy = call.Waiters[0].Usage;
        foreach (var waiter in call.Waiters)
            RecordCoalesced(waiter, call);
    }

    private void Reject(CoalescedCall<TKey, TValue> call, UpstreamFailure failure, List<Waiter<TKey, TValue>> waiters)
    {
        foreach (var waiter in waiters)
        {
            call.Waiters.Remove(waiter);
            Reject(waiter, failure);
        }

        if (call.Waiters.Count > 0)
            return;
        Close(call);
        ReturnPermit(call.Binding!);
    }

    private void Reject(Waiter<TKey, TValue> waiter, UpstreamFailure failure)
    {
        waiter.Call = null;
        waiter.Completion.TrySetResult(LoadResult<TValue>.Failed(RouteResults.Failed(failure, dataset.Dataset, KeyOwners.Of(waiter.Key)).Failure));
    }

    private static void ReturnPermit(PermitBinding<TKey, TValue> binding)
    {
        binding.Call = null;
        binding.Permit.Dispose();
    }
}
