namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The clients of one priority by turns: whoever was served goes to the end, whoever is new begins there. So a single call waits for one turn of
/// each client at most, however many calls those wait for.
/// </summary>
internal sealed class RoundRobinQueue
{
    private readonly Dictionary<string, Queue> _clients = new(StringComparer.Ordinal);
    private readonly LinkedList<Queue> _rotation = new();

    /// <summary>How many permits have their oldest place here.</summary>
    public int Count { get; private set; }

    /// <summary>The place whose turn it is; null when there is none.</summary>
    public PermitWaiter? Next => _rotation.First?.Value.Waiters.First!.Value;

    /// <summary>Adds a place, which is among its permit's places already.</summary>
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

    /// <summary>Removes a place, which is still among its permit's places.</summary>
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

    /// <summary>Counts a permit here, since this place is now its oldest.</summary>
    public void CountPermit(PermitWaiter waiter)
    {
        _clients[waiter.Caller.Client].Permits++;
        Count++;
    }

    /// <summary>The client whose turn it is goes to the end.</summary>
    public void Rotate()
    {
        var turn = _rotation.First!;
        _rotation.RemoveFirst();
        _rotation.AddLast(turn);
    }

    /// <summary>
    /// How many of these are served before one more of this client's. Exact as long as nobody else comes or leaves and no place is shared; a shared permit
    /// is counted once, with its oldest place.
    /// </summary>
    public int CountAhead(string client)
    {
        var own = _clients.GetValueOrDefault(client);
        var ownPermits = own?.Permits ?? 0;
        var ahead = ownPermits;
        var turns = ownPermits + 1;
        foreach (var queue in _rotation)
        {
            // Those who stand behind this client have had one turn less when its own comes.
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

        /// <summary>How many of the places are their permit's oldest.</summary>
        public int Permits { get; set; }
    }
}
