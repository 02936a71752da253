using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Calls that leave, and where what they bring goes.</summary>
internal sealed partial class CallDesk<TKey, TValue>
{
    private static void NoteJoining(Seat<TKey, TValue> seat, DeskCall<TKey, TValue> call)
    {
        if (seat.Tally is { } tally && tally != call.StartedBy)
            tally.AddJoined(call);
    }

    // A call is made on behalf of who has waited for it the longest.
    private void Run(DeskCall<TKey, TValue> call)
    {
        Seat<TKey, TValue>? first;
        lock (_gate)
            first = call.Seats.FirstOrDefault();

        if (first?.Flow is { } flow)
            ExecutionContext.Run(flow, _ => _ = RunAsync(call), null);
        else
            _ = RunAsync(call);
    }

    private async Task RunAsync(DeskCall<TKey, TValue> call)
    {
        Exception? fault = null;
        try
        {
            using var permit = call.Ticket is { } ticket ? CallFlow.With(ticket.Permit) : null;
            using var demand = UpstreamCacheUse.Begin(isAllowed: !call.IsAnew);
            await call.Planned.RunAsync(new Delivery(this, call), call.Abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Abandoned.IsCancellationRequested)
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
            call.Ticket?.Permit.Dispose();
        }

        End(call, fault);
    }

    private void End(DeskCall<TKey, TValue> call, Exception? fault)
    {
        List<Seat<TKey, TValue>> left;
        lock (_gate)
        {
            Close(call);
            left = [.. call.Seats];
            call.Seats.Clear();
            foreach (var seat in left)
                seat.Call = null;
        }

        foreach (var seat in left)
        {
            if (fault is null)
                seat.Arrival.TrySetResult(null);
            else
                seat.Arrival.TrySetException(fault);
        }
    }

    private void Arrive(DeskCall<TKey, TValue> call, TKey key, Fetched<TValue> answer)
    {
        List<Seat<TKey, TValue>> served;
        lock (_gate)
        {
            if (_byKey.TryGetValue((key, call.IsAnew), out var current) && current == call)
                _byKey.Remove((key, call.IsAnew));
            served = call.Seats.FindAll(seat => seat.Given.Equals(key));
            foreach (var seat in served)
            {
                call.Seats.Remove(seat);
                seat.Call = null;
            }
        }

        foreach (var seat in served)
            seat.Arrival.TrySetResult(answer.Failure is not null || seat.Key.Equals(key) ? answer : Fetched<TValue>.Of(dataset.Narrow(answer.Value!, seat.Key), answer.Source!) with { IsPart = answer.IsPart });
    }

    private void HandOver(DeskCall<TKey, TValue> from, PlannedCall<TKey, TValue> next)
    {
        DeskCall<TKey, TValue> call;
        lock (_gate)
        {
            var moving = from.Seats.FindAll(seat => next.Gives.Contains(seat.Given));
            foreach (var key in next.Gives)
            {
                if (_byKey.TryGetValue((key, from.IsAnew), out var current) && current == from)
                    _byKey.Remove((key, from.IsAnew));
            }

            if (moving.Count == 0)
                return;

            call = Register(next, from.IsAnew);
            call.HasLeft = true;
            // Its attempts ask for permits of their own, within the deadline that began with this one.
            call.Ticket = from.Ticket;
            call.StartedBy = moving[0].Tally;
            foreach (var seat in moving)
            {
                from.Seats.Remove(seat);
                Sit(seat, call);
            }
        }

        Run(call);
    }

    private sealed class Delivery(CallDesk<TKey, TValue> desk, DeskCall<TKey, TValue> call) : IDelivery<TKey, TValue>
    {
        public void Give(TKey key, TValue value, Provenance from, bool keep)
        {
            if (keep)
                desk._keep(key, value, from);
            desk.Arrive(call, key, Fetched<TValue>.Of(value, from.In(SourceState.Live)));
        }

        public void GivePart(TKey key, TValue value, Provenance from) =>
            desk.Arrive(call, key, Fetched<TValue>.Of(value, from.In(SourceState.Live)) with { IsPart = true });

        public void Fail(TKey key, LoadFailure failure) => desk.Arrive(call, key, Fetched<TValue>.Failed(failure));

        public void HandOver(PlannedCall<TKey, TValue> next) => desk.HandOver(call, next);
    }
}
