namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The queue of one priority, which serves its clients round robin. A served client and a new client go to the end of the rotation. A client's only call therefore
/// waits for at most one call of each other client, however many calls those clients have queued.
/// </summary>
internal sealed class RoundRobinQueue
{
    private readonly Dictionary<string, Queue> _clients = new(StringComparer.Ordinal);
    private readonly LinkedList<Queue> _rotation = new();

    /// <summary>The number of permits whose oldest waiter is in this queue.</summary>
    public int Count { get; private set; }

    /// <summary>The waiter that is served next. Null if the queue is empty.</summary>
    public PermitWaiter? Next => _rotation.First?.Value.Waiters.First!.Value;

    /// <summary>Adds a waiter. It must already be in its permit's list of waiters.</summary>
    public void Enqueue(PermitWaiter waiter)
    {
        if (!_clients.TryGetValue(waiter.Caller.Client, out var queue))
        {
            queue = new Queue(waiter.Caller.Client);
            _clients.Add(queue.Client, queue);
            _rotation.AddLast(queue.RotationNode);
        }

        waiter.ClientNode = queue.Waiters.AddLast(waiter);
        if (waiter.Permit.Waiters[0] == waiter)
            CountPermit(waiter);
    }

    /// <summary>Removes a waiter. It must still be in its permit's list of waiters.</summary>
    public void Remove(PermitWaiter waiter)
    {
        var queue = _clients[waiter.Caller.Client];
        queue.Waiters.Remove(waiter.ClientNode!);
        waiter.ClientNode = null;

        if (waiter.Permit.Waiters[0] == waiter)
        {
            queue.Permits--;
            Count--;
        }

        if (queue.Waiters.Count == 0)
        {
            _rotation.Remove(queue.RotationNode);
            _clients.Remove(queue.Client);
        }
    }

    /// <summary>Counts a permit in this queue, because this waiter is now its oldest.</summary>
    public void CountPermit(PermitWaiter waiter)
    {
        _clients[waiter.Caller.Client].Permits++;
        Count++;
    }

    /// <summary>Moves the first client to the end of the rotation.</summary>
    public void Rotate()
    {
        var next = _rotation.First!;
        _rotation.RemoveFirst();
        _rotation.AddLast(next);
    }

    /// <summary>
    /// Returns the number of permits of this queue that would be granted before a new request of this client. The number is exact while no other waiter enters or leaves and
    /// no permit is shared. A shared permit is counted once, with its oldest waiter.
    /// </summary>
    public int CountAhead(string client)
    {
        var own = _clients.GetValueOrDefault(client);
        var ownPermits = own?.Permits ?? 0;
        var ahead = ownPermits;
        var turns = ownPermits + 1;
        foreach (var queue in _rotation)
        {
            // Clients behind this one in the rotation have been served once less when the new request is due.
            if (queue == own)
                turns = ownPermits;
            else
                ahead += Math.Min(queue.Permits, turns);
        }

        return ahead;
    }

    private sealed class Queue
    {
        public Queue(string client)
        {
            Client = client;
            RotationNode = new LinkedListNode<Queue>(this);
        }

        public string Client { get; }

        public LinkedListNode<Queue> RotationNode { get; }

        public LinkedList<PermitWaiter> Waiters { get; } = new();

        /// <summary>The number of waiters in this list that are the oldest of their permit.</summary>
        public int Permits { get; set; }
    }
}
