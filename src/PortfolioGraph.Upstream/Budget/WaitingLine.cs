namespace PortfolioGraph.Upstream.Budget;

/// <summary>
/// Who is served next: interactive places before polls, but every so often a poll; within a priority the clients by turns. Used under the budget's lock only.
/// </summary>
internal sealed class WaitingLine
{
    /// <summary>A poll that waits is passed over by so many interactive calls, then it is a poll's turn.</summary>
    public const int PassesOfAPoll = 4;

    private readonly ClientRing _interactive = new();
    private readonly ClientRing _polls = new();
    private readonly LinkedList<CallPlace> _byAge = new();
    private int _passes;

    /// <summary>How many permits are waited for.</summary>
    public int Count => _interactive.Count + _polls.Count;

    /// <summary>The place that has waited longest; null when nobody waits.</summary>
    public CallPlace? Oldest => _byAge.First?.Value;

    public void Join(CallPlace place)
    {
        var permit = place.Permit;
        permit.Places.Add(place);
        place.ByAge = InOrderOfAge(place);
        RingOf(place.Origin).Join(place);
    }

    // Most come as the youngest; one that has waited elsewhere before goes past those that have not.
    private LinkedListNode<CallPlace> InOrderOfAge(CallPlace place)
    {
        var before = _byAge.Last;
        while (before is not null && before.Value.RequestedAt > place.RequestedAt)
            before = before.Previous;
        return before is null ? _byAge.AddFirst(place) : _byAge.AddAfter(before, place);
    }

    /// <returns>False when the place is not in line.</returns>
    public bool Leave(CallPlace place)
    {
        if (place.ByAge is not { } byAge)
            return false;

        _byAge.Remove(byAge);
        place.ByAge = null;
        RingOf(place.Origin).Leave(place);

        // The permit is counted where its oldest place stands.
        var places = place.Permit.Places;
        var led = places[0] == place;
        places.Remove(place);
        if (led && places.Count > 0)
            RingOf(places[0].Origin).Lead(places[0]);
        return true;
    }

    /// <summary>Takes out the permit whose turn it is, with all its places.</summary>
    public CallPermit TakeNext()
    {
        var isPoll = _polls.Next is not null && (_interactive.Next is null || _passes >= PassesOfAPoll);
        _passes = isPoll ? 0 : _passes + (_polls.Next is null ? 0 : 1);

        var ring = isPoll ? _polls : _interactive;
        var place = ring.Next!;
        place.Permit.GrantedIn = place.Origin;
        ring.EndTurn();
        return place.Permit;
    }

    /// <summary>How many permits are served before one that would be asked for now.</summary>
    public int Ahead(CallOrigin origin)
    {
        if (origin.Priority == CallPriority.Interactive)
        {
            var turns = _interactive.Ahead(origin.Client);
            return turns + Math.Min(_polls.Count, (_passes + turns) / PassesOfAPoll);
        }

        var polls = _polls.Ahead(origin.Client);
        return polls + Math.Min(_interactive.Count, (PassesOfAPoll * (polls + 1)) - _passes);
    }

    private ClientRing RingOf(CallOrigin origin) => origin.Priority == CallPriority.Interactive ? _interactive : _polls;
}
