namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// Who is served next: interactive places before polls, but every so often a poll; within a priority the clients by turns. Used under the budget's lock only.
/// </summary>
internal sealed class PermitQueue
{
    /// <summary>A poll that waits is passed over by so many interactive calls, then it is a poll's turn.</summary>
    public const int BackgroundStarvationLimit = 4;

    private readonly RoundRobinQueue _interactive = new();
    private readonly RoundRobinQueue _background = new();
    private readonly LinkedList<PermitWaiter> _byAge = new();
    private int _interactiveStreak;

    /// <summary>How many permits are waited for.</summary>
    public int Count => _interactive.Count + _background.Count;

    /// <summary>The place that has waited longest; null when nobody waits.</summary>
    public PermitWaiter? Oldest => _byAge.First?.Value;

    public void Enqueue(PermitWaiter waiter)
    {
        var permit = waiter.Permit;
        permit.Waiters.Add(waiter);
        waiter.AgeNode = InsertByAge(waiter);
        QueueOf(waiter.Caller).Enqueue(waiter);
    }

    // Most come as the youngest; one that has waited elsewhere before goes past those that have not.
    private LinkedListNode<PermitWaiter> InsertByAge(PermitWaiter waiter)
    {
        var before = _byAge.Last;
        while (before is not null && before.Value.RequestedAt > waiter.RequestedAt)
            before = before.Previous;
        return before is null ? _byAge.AddFirst(waiter) : _byAge.AddAfter(before, waiter);
    }

    /// <returns>False when the place is not in line.</returns>
    public bool Remove(PermitWaiter waiter)
    {
        if (waiter.AgeNode is not { } ageNode)
            return false;

        _byAge.Remove(ageNode);
        waiter.AgeNode = null;
        QueueOf(waiter.Caller).Remove(waiter);

        // The permit is counted where its oldest place stands.
        var waiters = waiter.Permit.Waiters;
        var wasFirst = waiters[0] == waiter;
        waiters.Remove(waiter);
        if (wasFirst && waiters.Count > 0)
            QueueOf(waiters[0].Caller).CountPermit(waiters[0]);
        return true;
    }

    /// <summary>Takes out the permit whose turn it is, with all its places.</summary>
    public CallPermit Dequeue()
    {
        var isBackground = _background.Next is not null && (_interactive.Next is null || _interactiveStreak >= BackgroundStarvationLimit);
        _interactiveStreak = isBackground ? 0 : _interactiveStreak + (_background.Next is null ? 0 : 1);

        var queue = isBackground ? _background : _interactive;
        var waiter = queue.Next!;
        waiter.Permit.GrantedTo = waiter.Caller;
        queue.Rotate();
        return waiter.Permit;
    }

    /// <summary>How many permits are served before one that would be asked for now.</summary>
    public int CountAhead(CallerInfo caller)
    {
        if (caller.Priority == CallPriority.Interactive)
        {
            var turns = _interactive.CountAhead(caller.Client);
            return turns + Math.Min(_background.Count, (_interactiveStreak + turns) / BackgroundStarvationLimit);
        }

        var background = _background.CountAhead(caller.Client);
        return background + Math.Min(_interactive.Count, (BackgroundStarvationLimit * (background + 1)) - _interactiveStreak);
    }

    private RoundRobinQueue QueueOf(CallerInfo caller) => caller.Priority == CallPriority.Interactive ? _interactive : _background;
}
