namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The queue of waiters. Interactive waiters precede background waiters, except for one permit in five. Within a priority, clients are served round robin.
/// Used under the rate limiter's lock only.
/// </summary>
internal sealed class PermitQueue
{
    /// <summary>How many interactive permits may be granted in a row while background calls wait.</summary>
    public const int BackgroundStarvationLimit = 4;

    private readonly RoundRobinQueue _interactive = new();
    private readonly RoundRobinQueue _background = new();
    private readonly LinkedList<PermitWaiter> _byAge = new();
    private int _interactiveStreak;

    /// <summary>The number of queued permits.</summary>
    public int Count => _interactive.Count + _background.Count;

    /// <summary>Whether an interactive caller waits.</summary>
    public bool HasInteractive => _interactive.Next is not null;

    /// <summary>The waiter that has waited longest. Null if the queue is empty.</summary>
    public PermitWaiter? Oldest => _byAge.First?.Value;

    public void Enqueue(PermitWaiter waiter)
    {
        var permit = waiter.Permit;
        permit.Waiters.Add(waiter);
        waiter.AgeNode = InsertByAge(waiter);
        QueueOf(waiter.Caller).Enqueue(waiter);
    }

    // Most waiters are the youngest. A waiter that has already waited elsewhere is inserted before younger waiters.
    private LinkedListNode<PermitWaiter> InsertByAge(PermitWaiter waiter)
    {
        var before = _byAge.Last;
        while (before is not null && before.Value.RequestedAt > waiter.RequestedAt)
            before = before.Previous;
        return before is null ? _byAge.AddFirst(waiter) : _byAge.AddAfter(before, waiter);
    }

    /// <summary>Removes a waiter. The permit then counts as requested by its oldest remaining waiter.</summary>
    /// <returns>False if the waiter is not queued.</returns>
    public bool Remove(PermitWaiter waiter)
    {
        if (!RemoveWaiter(waiter))
            return false;
        if (waiter.Permit.Waiters is [var oldest, ..])
            waiter.Permit.RequestedAt = oldest.RequestedAt;
        return true;
    }

    /// <summary>Removes all waiters of a permit, oldest first. The time of its request stays.</summary>
    /// <returns>The waiters.</returns>
    public PermitWaiter[] RemoveAll(CallPermit permit)
    {
        PermitWaiter[] waiters = [.. permit.Waiters];
        foreach (var waiter in waiters)
            _ = RemoveWaiter(waiter);
        return waiters;
    }

    private bool RemoveWaiter(PermitWaiter waiter)
    {
        if (waiter.AgeNode is not { } ageNode)
            return false;

        _byAge.Remove(ageNode);
        waiter.AgeNode = null;
        QueueOf(waiter.Caller).Remove(waiter);

        // A permit is counted in the queue of its oldest waiter.
        var waiters = waiter.Permit.Waiters;
        var wasFirst = waiters[0] == waiter;
        waiters.Remove(waiter);
        if (wasFirst && waiters.Count > 0)
            QueueOf(waiters[0].Caller).CountPermit(waiters[0]);
        return true;
    }

    /// <summary>Selects the permit that is due next. The caller removes its waiters.</summary>
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

    /// <summary>Returns the number of permits that would be granted before a new request of this caller.</summary>
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
