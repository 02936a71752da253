using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>How calls wait for their permits, and how that ends.</summary>
internal sealed partial class CallDesk<TKey, TValue>
{
    // On behalf of the newcomer who is the reason for it; those who wait already share it. Where his client's turn is too far only he is refused: the others ask
    // for themselves.
    private void AskPermit(DeskCall<TKey, TValue> call, Func<Seat<TKey, TValue>, bool> isNew)
    {
        while (!call.IsClosed)
        {
            var asking = call.Seats.Find(seat => isNew(seat)) ?? call.Seats[0];
            var permit = budget.Request(asking.Origin, asking.Since);
            var ticket = new PermitTicket<TKey, TValue>(permit) { Call = call };
            call.Ticket = ticket;
            if (permit.State is CallPermitState.Granted)
            {
                Depart(call);
                return;
            }

            if (permit.Refusal is not { } refusal)
            {
                _ = AwaitPlaceAsync(ticket, permit.Place);
                StandInLine(call);
                return;
            }

            Refuse(call, refusal, call.Seats.FindAll(seat => seat.Origin == asking.Origin));
        }
    }

    // Not where the permit has come already: who has a seat in its call leaves with it.
    private void StandInLine(DeskCall<TKey, TValue> call)
    {
        if (call.Ticket is not { Permit.State: CallPermitState.Waiting } ticket)
            return;
        foreach (var place in ticket.StandFor(call.Seats.Select(static seat => seat.Origin)))
            _ = AwaitPlaceAsync(ticket, place);
    }

    private static void LeaveLine(DeskCall<TKey, TValue> call) => call.Ticket?.StandOnlyFor(call.Seats.Select(static seat => seat.Origin));

    private async Task AwaitPlaceAsync(PermitTicket<TKey, TValue> ticket, CallPlace place)
    {
        UpstreamFailure? refusal;
        try
        {
            // Never at once: whoever took the place is in the middle of a plan.
            refusal = await place.Outcome.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (OperationCanceledException)
        {
            // Nobody stands there any more.
            return;
        }

        List<DeskCall<TKey, TValue>> ready = [];
        lock (_gate)
        {
            if (ticket.Call is not { HasLeft: false } waiting)
                return;

            if (refusal is not null)
            {
                GiveUpPlace(waiting, ticket, place, refusal);
                if (waiting.HasLeft && _waiting.Remove(waiting))
                    ready.Add(waiting);
            }
            else
            {
                // Some may have left since the last plan, so that fewer calls would do.
                Plan([], waiting.IsAnew, ready, ticket);
                if (ticket.Call is { } call)
                {
                    _waiting.Remove(call);
                    Depart(call);
                    ready.Add(call);
                }
            }
        }

        foreach (var call in ready)
            Run(call);
    }

    private void GiveUpPlace(DeskCall<TKey, TValue> call, PermitTicket<TKey, TValue> ticket, CallPlace place, UpstreamFailure refusal)
    {
        ticket.Forget(place);
        // By another's place it may have come after all.
        if (ticket.Permit.State is CallPermitState.Granted or CallPermitState.Used)
            return;

        // The place was as old as the first wait under its name. Those who came later wait on, unless there was no room for it from the beginning.
        var isOverdue = ticket.Permit.State != CallPermitState.Refused || IsOver(ticket.Permit.RequestedAt);
        Refuse(call, refusal, call.Seats.FindAll(seat => seat.Origin == place.Origin && !(isOverdue && !IsOver(seat.Since))));
        if (call.IsClosed)
            return;

        if (ticket.Permit.State is CallPermitState.Waiting)
        {
            StandInLine(call);
            return;
        }

        ticket.Call = null;
        AskPermit(call, static _ => false);

        bool IsOver(long since) => time.GetElapsedTime(since) >= budget.Patience;
    }

    private static void Depart(DeskCall<TKey, TValue> call)
    {
        call.HasLeft = true;
        call.StartedBy = call.Seats[0].Tally;
        foreach (var seat in call.Seats)
            NoteJoining(seat, call);
    }

    private void Refuse(DeskCall<TKey, TValue> call, UpstreamFailure refusal, List<Seat<TKey, TValue>> seats)
    {
        foreach (var seat in seats)
        {
            call.Seats.Remove(seat);
            Refuse(seat, refusal);
        }

        if (call.Seats.Count > 0)
            return;
        Close(call);
        GiveBack(call.Ticket!);
    }

    private void Refuse(Seat<TKey, TValue> seat, UpstreamFailure refusal)
    {
        seat.Call = null;
        seat.Arrival.TrySetResult(Fetched<TValue>.Failed(RouteAnswers.Failed(refusal, dataset.Dataset, KeyOwners.Of(seat.Key)).Failure));
    }

    private static void GiveBack(PermitTicket<TKey, TValue> ticket)
    {
        ticket.Call = null;
        ticket.Permit.Dispose();
    }
}
