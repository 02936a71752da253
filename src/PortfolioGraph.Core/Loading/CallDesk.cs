using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Where the loads of one dataset wait. A call leaves as soon as there is a permit for it; until then what it asks for is planned anew with every load that comes,
/// so that all that fits one request goes in one. Calls that have left are shared as they are.
/// </summary>
internal sealed class CallDesk<TKey, TValue>(IDataset<TKey, TValue> dataset, ICallBudget budget, TimeProvider time, Action<TKey, TValue, DateTimeOffset> keep)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TKey Key, bool IsAnew), DeskCall<TKey, TValue>> _byKey = [];
    private readonly List<DeskCall<TKey, TValue>> _waiting = [];
    private readonly Action<TKey, TValue, DateTimeOffset> _keep = keep;

    /// <summary>How many seats are taken: waits of anybody for calls that have left or are to.</summary>
    public int Seats
    {
        get
        {
            lock (_gate)
                return _byKey.Values.Distinct().Sum(static call => call.Seats.Count);
        }
    }

    /// <summary>Takes a seat for each key that no answer at hand serves.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="wantsAnew">Whether a key is wanted past the data source's own cache.</param>
    /// <param name="canBeLate">
    /// Whether there is an answer to fall back to: those who have none go before it in the line, and where somebody has tired of waiting for it nobody else waits.
    /// </param>
    /// <param name="find">Finds the answer at hand.</param>
    /// <param name="answers">Where answers at hand are put.</param>
    public IReadOnlyList<Seat<TKey, TValue>> Take(
        IReadOnlyList<TKey> keys, Func<TKey, bool> wantsAnew, Func<TKey, bool> canBeLate, Func<TKey, Fetched<TValue>?> find, Dictionary<TKey, Fetched<TValue>> answers)
    {
        List<Seat<TKey, TValue>> seats = [];
        List<DeskCall<TKey, TValue>> ready = [];
        var origin = CallFlow.Origin;
        var since = UpstreamTally.Current?.LoadsSince(time) ?? time.GetTimestamp();

        lock (_gate)
        {
            List<Seat<TKey, TValue>> anew = [];
            List<Seat<TKey, TValue>> usual = [];
            foreach (var key in keys)
            {
                if (find(key) is { } answer)
                {
                    answers[key] = answer;
                    continue;
                }

                var isAnew = wantsAnew(key);
                var isLate = canBeLate(key);
                var seat = new Seat<TKey, TValue>(
                    key, isLate ? origin with { Priority = CallPriority.Poll } : origin, since, isLate && !isAnew && origin.Priority == CallPriority.Interactive);
                seats.Add(seat);
                if (seat.CanBeLate && FindCall(seat, isAnew) is { HasLeft: false } call && IsOverdue(call, seat.Given))
                    Refuse(seat, budget.Exhausted());
                else if (!TrySit(seat, isAnew))
                    (isAnew ? anew : usual).Add(seat);
            }

            Plan(usual, isAnew: false, ready);
            Plan(anew, isAnew: true, ready);
        }

        foreach (var call in ready)
            Run(call);
        return seats;
    }

    /// <summary>
    /// Ends the waiting of those whose call still waits for its permit, as if there were none in time. The places of those who have another answer stay: the
    /// call is made for who comes next.
    /// </summary>
    public void EndWaits(IEnumerable<Seat<TKey, TValue>> seats)
    {
        lock (_gate)
        {
            foreach (var seat in seats)
            {
                // One whose permit has come is about to leave.
                if (seat.Call is not { HasLeft: false } call || call.Ticket!.Permit.State == CallPermitState.Granted)
                    continue;

                if (seat.CanBeLate && !IsOverdue(call, seat.Given))
                    call.Seats.Add(seat.Successor());
                Refuse(call, budget.Exhausted(), [seat]);
            }
        }
    }

    /// <summary>Ends the waiting of those who wait still. A call that nobody waits for is given up.</summary>
    public void Leave(IEnumerable<Seat<TKey, TValue>> seats)
    {
        List<DeskCall<TKey, TValue>> abandoned = [];
        lock (_gate)
        {
            foreach (var seat in seats)
            {
                if (seat.Call is not { } call)
                    continue;

                seat.Call = null;
                call.Seats.Remove(seat);
                if (call.IsClosed || call.Seats.Count > 0)
                    continue;

                Close(call);
                if (call.HasLeft)
                    abandoned.Add(call);
                else
                    GiveBack(call.Ticket!);
            }
        }

        foreach (var call in abandoned)
            call.Abandoned.Cancel();
    }

    private bool TrySit(Seat<TKey, TValue> seat, bool isAnew)
    {
        if (FindCall(seat, isAnew: true) is not { } call && (isAnew || (call = FindCall(seat, isAnew: false)) is null))
            return false;

        Sit(seat, call!);
        if (call!.HasLeft)
        {
            NoteJoining(seat, call);
            return true;
        }

        StandInLine(call);
        LeaveLine(call);
        return true;
    }

    private DeskCall<TKey, TValue>? FindCall(Seat<TKey, TValue> seat, bool isAnew)
    {
        foreach (var key in dataset.Wider(seat.Key).Prepend(seat.Key))
        {
            if (_byKey.TryGetValue((key, isAnew), out var call))
            {
                seat.Given = key;
                return call;
            }
        }

        return null;
    }

    private static void Sit(Seat<TKey, TValue> seat, DeskCall<TKey, TValue> call)
    {
        call.Seats.Add(seat);
        seat.Call = call;
    }

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

    // Somebody has tired of waiting for it already.
    private static bool IsOverdue(DeskCall<TKey, TValue> call, TKey key) => call.Seats.Exists(seat => seat.IsForTheCache && seat.Given.Equals(key));

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

    private void Close(DeskCall<TKey, TValue> call)
    {
        call.IsClosed = true;
        _waiting.Remove(call);
        foreach (var key in call.Planned.Gives)
        {
            if (_byKey.TryGetValue((key, call.IsAnew), out var current) && current == call)
                _byKey.Remove((key, call.IsAnew));
        }
    }

    private static void GiveBack(PermitTicket<TKey, TValue> ticket)
    {
        ticket.Call = null;
        ticket.Permit.Dispose();
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
        public void Give(TKey key, TValue value, DateTimeOffset asOf, bool keep)
        {
            if (keep)
                desk._keep(key, value, asOf);
            desk.Arrive(call, key, Fetched<TValue>.Of(value, new Source(SourceState.Live, asOf)));
        }

        public void GivePart(TKey key, TValue value, DateTimeOffset asOf) =>
            desk.Arrive(call, key, Fetched<TValue>.Of(value, new Source(SourceState.Live, asOf)) with { IsPart = true });

        public void Fail(TKey key, LoadFailure failure) => desk.Arrive(call, key, Fetched<TValue>.Failed(failure));

        public void HandOver(PlannedCall<TKey, TValue> next) => desk.HandOver(call, next);
    }
}
