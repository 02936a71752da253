using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Which calls what waits goes in, and which permit each of them has.</summary>
internal sealed partial class CallDesk<TKey, TValue>
{
    /// <summary>Plans what waits, newcomers included, and asks for as many permits as that takes.</summary>
    private void Plan(List<Seat<TKey, TValue>> newcomers, bool isAnew, List<DeskCall<TKey, TValue>> ready, PermitTicket<TKey, TValue>? granted = null)
    {
        if (newcomers.Count == 0 && granted is null)
            return;

        var before = _waiting.Where(call => call.IsAnew == isAnew).ToList();
        // A permit that was refused or left a moment ago is none any more: others must not come to wait for it.
        var alive = before.FindAll(static call => call.Ticket!.Permit.State is CallPermitState.Waiting or CallPermitState.Granted);
        var tickets = alive.ConvertAll(static call => call.Ticket!);
        foreach (var call in before)
        {
            Close(call);
            call.Ticket!.Call = null;
        }

        // Those who wait the longest come first in every plan; who waits for what is planned for another's sake comes after them.
        List<Seat<TKey, TValue>> seats = [.. before.SelectMany(static call => call.Seats), .. newcomers];
        var ticketOf = alive.SelectMany(static call => call.Seats.Select(seat => (seat, call.Ticket))).ToDictionary(static pair => pair.seat, static pair => pair.Ticket!);
        List<DeskCall<TKey, TValue>> calls = [.. dataset.Plan([.. seats.Select(static seat => seat.Key).Distinct()]).Select(planned => Register(planned, isAnew))];
        foreach (var seat in seats)
            Sit(seat, FindCall(seat, isAnew) ?? throw new InvalidOperationException($"No call was planned for {seat.Key}."));

        Assign(calls, ticketOf, tickets, granted);
        foreach (var call in calls)
        {
            if (call.Seats.Count == 0)
            {
                Close(call);
                continue;
            }

            if (call.Ticket is not null)
                StandInLine(call);
            else
                AskPermit(call, seat => !ticketOf.ContainsKey(seat));

            if (!call.IsClosed && !call.HasLeft)
                _waiting.Add(call);
            else if (call.HasLeft)
                ready.Add(call);
        }

        // Last: a client that leaves the line before it stands in it elsewhere would have to begin again at its end.
        foreach (var call in calls)
            LeaveLine(call);
        foreach (var ticket in tickets.Where(static ticket => ticket.Call is null))
            ticket.Permit.Dispose();
    }

    // A permit stays with those who waited for it, as far as they still go together: with the client whose turn it is, or who asked for it; and rather where no
    // newcomer is, whose call is the one that is too many. What is left over goes to others, then back.
    private static void Assign(
        List<DeskCall<TKey, TValue>> calls,
        Dictionary<Seat<TKey, TValue>, PermitTicket<TKey, TValue>> ticketOf,
        List<PermitTicket<TKey, TValue>> tickets,
        PermitTicket<TKey, TValue>? granted)
    {
        var claims = calls
            .SelectMany(call => call.Seats.Where(ticketOf.ContainsKey).Select(seat => (Ticket: ticketOf[seat], Call: call, IsOwners: seat.Origin == ticketOf[seat].Permit.Owner)))
            .ToLookup(static claim => claim.Ticket);
        var withNewcomers = calls.Where(call => call.Seats.Exists(seat => !ticketOf.ContainsKey(seat))).ToHashSet();
        // Those that have been granted first: the call of whose turn it is leaves with them.
        List<PermitTicket<TKey, TValue>> inTurn = [.. tickets.OrderByDescending(ticket => ticket == granted).ThenByDescending(static ticket => ticket.Permit.State is CallPermitState.Granted)];
        foreach (var ticket in inTurn)
        {
            var free = claims[ticket].Where(static claim => claim.Call.Ticket is null);
            Bind(ticket, free.OrderByDescending(static claim => claim.IsOwners).ThenBy(claim => withNewcomers.Contains(claim.Call)).FirstOrDefault().Call);
        }

        foreach (var ticket in inTurn.Where(static ticket => ticket.Call is null).ToList())
            Bind(ticket, calls.Find(static call => call.Ticket is null && call.Seats.Count > 0));

        static void Bind(PermitTicket<TKey, TValue> ticket, DeskCall<TKey, TValue>? call)
        {
            if (call is null)
                return;
            (ticket.Call, call.Ticket) = (call, ticket);
        }
    }

    private DeskCall<TKey, TValue> Register(PlannedCall<TKey, TValue> planned, bool isAnew)
    {
        var call = new DeskCall<TKey, TValue>(planned, isAnew);
        foreach (var key in planned.Gives)
            _byKey.TryAdd((key, isAnew), call);
        return call;
    }
}
