using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Where the loads of one dataset wait. A call leaves as soon as there is a permit for it; until then what it asks for is planned anew with every load that comes,
/// so that all that fits one request goes in one. Calls that have left are shared as they are.
/// </summary>
internal sealed partial class CallDesk<TKey, TValue>(IDataset<TKey, TValue> dataset, ICallBudget budget, TimeProvider time, Action<TKey, TValue, Provenance> keep)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TKey Key, bool IsAnew), DeskCall<TKey, TValue>> _byKey = [];
    private readonly List<DeskCall<TKey, TValue>> _waiting = [];
    private readonly Action<TKey, TValue, Provenance> _keep = keep;

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

    // Somebody has tired of waiting for it already.
    private static bool IsOverdue(DeskCall<TKey, TValue> call, TKey key) => call.Seats.Exists(seat => seat.IsForTheCache && seat.Given.Equals(key));

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
}
