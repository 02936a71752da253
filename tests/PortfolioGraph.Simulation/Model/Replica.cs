namespace PortfolioGraph.Simulation.Model;

/// <summary>A request that waits for a wallet.</summary>
/// <param name="since">When it arrived.</param>
/// <param name="hasStale">Whether it can be served a stale value.</param>
internal sealed class Waiter(double since, bool hasStale)
{
    public double Since => since;

    public bool HasStale => hasStale;

    public bool IsAnswered { get; set; }
}

/// <summary>Where a load is.</summary>
internal enum LoadState
{
    /// <summary>It waits for a permit.</summary>
    Queued,

    /// <summary>Its call was sent.</summary>
    InFlight,

    /// <summary>Another replica loads the wallet.</summary>
    Elsewhere,
}

/// <summary>A wallet that one replica is loading, or awaits from another.</summary>
internal sealed class PendingLoad(Replica replica, int wallet, double startedAt)
{
    public Replica Replica => replica;

    public int Wallet => wallet;

    /// <summary>Since when the load waits.</summary>
    public double StartedAt => startedAt;

    public LoadState State { get; set; }

    public List<Waiter> Waiters { get; } = [];

    /// <summary>Whether a request went away with a stale value. The load goes on for the next one.</summary>
    public bool IsRefresh { get; set; }

    /// <summary>The number of waiters without a stale value.</summary>
    public int Urgent { get; set; }

    public bool HasWaiters => Waiters.Exists(static waiter => !waiter.IsAnswered);
}

/// <summary>One replica: its cache, its pending loads, and the loads that wait for permits, in the order of their requests. Each run of ten of these is one call.</summary>
internal sealed class Replica(Deployment deployment)
{
    private readonly List<PendingLoad> _queue = [];
    private int _urgent;
    private int _streak;

    public WalletCache Cache { get; } = new((int)Math.Max(1, deployment.CacheBytes / deployment.BytesPerWallet));

    public Dictionary<int, PendingLoad> Loads { get; } = [];

    public int Queued => _queue.Count;

    public bool HasUrgent => _urgent > 0;

    public long LastGrant { get; set; }

    /// <summary>The calls that would be granted before a new one.</summary>
    public int CountAhead(bool isUrgent)
    {
        var calls = (_queue.Count + deployment.BatchSize - 1) / deployment.BatchSize;
        var urgent = Math.Min(calls, (_urgent + deployment.BatchSize - 1) / deployment.BatchSize);
        var others = calls - urgent;
        return isUrgent ? urgent + Math.Min(others, (_streak + urgent) / 4) : others + Math.Max(0, Math.Min(urgent, (4 * (others + 1)) - _streak));
    }

    public void Enqueue(PendingLoad load)
    {
        load.State = LoadState.Queued;
        _queue.Add(load);
        _urgent += load.Urgent > 0 ? 1 : 0;
    }

    public void Dequeue(PendingLoad load)
    {
        _queue.Remove(load);
        _urgent -= load.Urgent > 0 ? 1 : 0;
    }

    public void ChangeUrgent(PendingLoad load, int by)
    {
        var before = load.Urgent > 0;
        load.Urgent += by;
        if (load.State == LoadState.Queued && before != load.Urgent > 0)
            _urgent += before ? -1 : 1;
    }

    /// <summary>Removes the loads of the call that is granted: an urgent one, but every fifth time one that is not.</summary>
    public PendingLoad[] TakeCall()
    {
        var (first, firstOther) = (-1, -1);
        for (var start = 0; start < _queue.Count && (first < 0 || firstOther < 0); start += deployment.BatchSize)
        {
            var isUrgent = false;
            for (var i = start; i < Math.Min(start + deployment.BatchSize, _queue.Count) && !isUrgent; i++)
                isUrgent = _queue[i].Urgent > 0;
            if (isUrgent && first < 0)
                first = start;
            else if (!isUrgent && firstOther < 0)
                firstOther = start;
            // The usual case: the first call is urgent and its turn.
            if (first == 0 && _streak < 4)
                break;
        }

        var takesOther = firstOther >= 0 && (first < 0 || _streak >= 4);
        _streak = takesOther ? 0 : _streak + (_urgent < _queue.Count ? 1 : 0);
        var from = takesOther ? firstOther : first;
        var call = _queue.GetRange(from, Math.Min(deployment.BatchSize, _queue.Count - from)).ToArray();
        _queue.RemoveRange(from, call.Length);
        foreach (var load in call)
        {
            _urgent -= load.Urgent > 0 ? 1 : 0;
            load.State = LoadState.InFlight;
        }

        return call;
    }
}
