namespace PortfolioGraph.Upstream.Budget;

/// <summary>
/// The clients of one priority by turns: whoever was served goes to the end, whoever is new begins there. So a single call waits for one turn of
/// each client at most, however many calls those wait for.
/// </summary>
internal sealed class ClientRing
{
    private readonly Dictionary<string, Queue> _clients = new(StringComparer.Ordinal);
    private readonly LinkedList<Queue> _turns = new();

    /// <summary>How many permits have their oldest place here.</summary>
    public int Count { get; private set; }

    /// <summary>The place whose turn it is; null when there is none.</summary>
    public CallPlace? Next => _turns.First?.Value.Places.First!.Value;

    /// <summary>Adds a place, which is among its permit's places already.</summary>
    public void Join(CallPlace place)
    {
        if (!_clients.TryGetValue(place.Origin.Client, out var queue))
        {
            queue = new Queue(place.Origin.Client);
            _clients.Add(queue.Client, queue);
            _turns.AddLast(queue.Turn);
        }

        place.InQueue = queue.Places.AddLast(place);
        if (place.Permit.Places[0] == place)
            Lead(place);
    }

    /// <summary>Removes a place, which is still among its permit's places.</summary>
    public void Leave(CallPlace place)
    {
        var queue = _clients[place.Origin.Client];
        queue.Places.Remove(place.InQueue!);
        place.InQueue = null;

        if (place.Permit.Places[0] == place)
        {
            queue.Leading--;
            Count--;
        }

        if (queue.Places.Count == 0)
        {
            _turns.Remove(queue.Turn);
            _clients.Remove(queue.Client);
        }
    }

    /// <summary>Counts a permit here, since this place is now its oldest.</summary>
    public void Lead(CallPlace place)
    {
        _clients[place.Origin.Client].Leading++;
        Count++;
    }

    /// <summary>The client whose turn it is goes to the end.</summary>
    public void EndTurn()
    {
        var turn = _turns.First!;
        _turns.RemoveFirst();
        _turns.AddLast(turn);
    }

    /// <summary>
    /// How many of these are served before one more of this client's. Exact as long as nobody else comes or leaves and no place is shared; a shared permit
    /// is counted once, with its oldest place.
    /// </summary>
    public int Ahead(string client)
    {
        var own = _clients.GetValueOrDefault(client);
        var mine = own?.Leading ?? 0;
        var ahead = mine;
        var turns = mine + 1;
        foreach (var queue in _turns)
        {
            // Those who stand behind this client have had one turn less when its own comes.
            if (queue == own)
                turns = mine;
            else
                ahead += Math.Min(queue.Leading, turns);
        }

        return ahead;
    }

    private sealed class Queue
    {
        public Queue(string client)
        {
            Client = client;
            Turn = new LinkedListNode<Queue>(this);
        }

        public string Client { get; }

        public LinkedListNode<Queue> Turn { get; }

        public LinkedList<CallPlace> Places { get; } = new();

        /// <summary>How many of the places are their permit's oldest.</summary>
        public int Leading { get; set; }
    }
}
