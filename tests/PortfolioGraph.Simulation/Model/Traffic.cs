namespace PortfolioGraph.Simulation.Model;

/// <summary>A request for the total of one wallet.</summary>
/// <param name="At">When it arrives, in seconds.</param>
/// <param name="Wallet">The wallet.</param>
/// <param name="Replica">The replica that receives it.</param>
internal readonly record struct Arrival(double At, int Wallet, int Replica);

/// <summary>
/// Simulates requests for totals of single wallets event by event: the caches, the joining of loads, the queue for permits with its timeouts, calls of ten wallets, stale values, and what
/// replicas share. All requests are those of one client of the call budget.
/// </summary>
internal sealed class Traffic
{
    // After this time, a replica no longer waits for another's load.
    private const double ElsewhereTimeout = 14;

    private readonly Deployment _deployment;
    private readonly Dice _dice;
    private readonly TrafficResult _result;
    private readonly double _measuredFrom;
    private readonly Replica[] _replicas;
    private readonly Limiter[] _limiters;
    private readonly double[] _shared;
    private readonly Dictionary<int, Replica> _flights = [];
    private readonly PriorityQueue<Event, (double At, long Order)> _events = new();
    private long _order;

    private Traffic(Deployment deployment, int population, double measuredFrom, double end, Dice dice)
    {
        (_deployment, _dice, _measuredFrom) = (deployment, dice, measuredFrom);
        _result = new TrafficResult { Seconds = end - measuredFrom };
        _replicas = [.. Enumerable.Range(0, deployment.Replicas).Select(_ => new Replica(deployment))];
        _limiters = deployment.IsShared ? [new Limiter(deployment, _replicas)] : [.. _replicas.Select(replica => new Limiter(deployment, [replica]))];
        _shared = deployment.IsShared ? new double[population] : [];
        Array.Fill(_shared, double.NegativeInfinity);
    }

    private bool IsShared => _deployment.IsShared && _replicas.Length > 1;

    /// <summary>Runs the arrivals.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="population">The number of wallets.</param>
    /// <param name="arrivals">The requests, in order.</param>
    /// <param name="measuredFrom">The end of the warm-up.</param>
    /// <param name="end">The end of the measured time.</param>
    /// <param name="dice">The random numbers of the latencies.</param>
    public static TrafficResult Run(Deployment deployment, int population, IEnumerable<Arrival> arrivals, double measuredFrom, double end, Dice dice)
    {
        var traffic = new Traffic(deployment, population, measuredFrom, end, dice);
        foreach (var arrival in arrivals)
        {
            if (arrival.At >= end)
                break;
            traffic.RunEvents(arrival.At);
            traffic.Request(arrival);
        }

        // Requests that arrived before the end may have to wait beyond it.
        traffic.RunEvents(double.PositiveInfinity);
        return traffic._result;
    }

    /// <summary>Returns Poisson arrivals of wallets drawn by a Zipf law, at replicas drawn at random.</summary>
    public static IEnumerable<Arrival> Draw(Zipf wallets, double perSecond, int replicas, Dice dice)
    {
        for (var at = dice.NextExponential(1 / perSecond); ; at += dice.NextExponential(1 / perSecond))
            yield return new Arrival(at, wallets.Draw(dice), dice.Next(replicas));
    }

    private void RunEvents(double until)
    {
        while (_events.TryPeek(out var next, out var when) && when.At <= until)
        {
            _events.Dequeue();
            next.Run(when.At);
        }
    }

    private void Request(Arrival arrival)
    {
        var (now, wallet) = (arrival.At, arrival.Wallet);
        var replica = _replicas[arrival.Replica];
        var loadedAt = replica.Cache.Find(wallet);
        var isSuperseded = IsShared && _shared[wallet] > loadedAt;
        if (now - loadedAt < _deployment.TimeToLive && !isSuperseded)
        {
            Record(now, Answer.OwnCache, now, loadedAt);
            return;
        }

        var isUsable = now - loadedAt < _deployment.TimeToLive + _deployment.StaleIfError;
        if (replica.Loads.TryGetValue(wallet, out var pending))
        {
            if (isUsable && pending is { State: LoadState.Queued, IsRefresh: true })
                Record(now, Answer.Stale, now, loadedAt);
            else
                Wait(pending, new Waiter(now, isUsable));
            return;
        }

        if (IsShared)
        {
            Count(now, static result => result.Lookups++);
            var known = _shared[wallet];
            if (now - known < _deployment.TimeToLive + _deployment.StaleIfError)
            {
                isUsable = true;
                replica.Cache.Set(wallet, known);
            }

            if (now - known < _deployment.TimeToLive)
            {
                Record(now, Answer.SharedCache, now + _deployment.RedisRoundTrip, known);
                return;
            }
        }

        var load = new PendingLoad(replica, wallet, now);
        var waiter = new Waiter(now, isUsable);
        replica.Loads.Add(wallet, load);
        if (IsShared && !_flights.TryAdd(wallet, replica))
        {
            load.State = LoadState.Elsewhere;
            Wait(load, waiter);
            return;
        }

        // Attached before the load is queued, so that the queue knows whether the load is urgent.
        load.State = LoadState.Elsewhere;
        Wait(load, waiter);
        Start(load, now);
    }

    private void Wait(PendingLoad load, Waiter waiter)
    {
        load.Waiters.Add(waiter);
        if (!waiter.HasStale)
            load.Replica.ChangeUrgent(load, 1);
        if (load.State == LoadState.InFlight)
            return;
        if (waiter.HasStale)
            Schedule(waiter.Since + _deployment.SoftTimeout, now => EndPatience(load, waiter, now));
        Schedule(waiter.Since + _deployment.QueueTimeout, now => TimeOut(load, waiter, now));
    }

    private void Start(PendingLoad load, double now)
    {
        var (replica, limiter) = (load.Replica, LimiterOf(load.Replica));
        var isUrgent = load.Urgent > 0;
        if (replica.Queued % _deployment.BatchSize == 0 && !limiter.Accepts(replica, isUrgent, load.Waiters[0].Since, now))
        {
            Refuse(load, now);
            return;
        }

        replica.Enqueue(load);
        Grant(limiter, now);
    }

    private void Grant(Limiter limiter, double now)
    {
        while (limiter.HasQueued)
        {
            if (limiter.Next > now)
            {
                if (!limiter.IsScheduled)
                {
                    limiter.IsScheduled = true;
                    Schedule(limiter.Next, at =>
                    {
                        limiter.IsScheduled = false;
                        Grant(limiter, at);
                    });
                }

                return;
            }

            var call = limiter.Grant(now);
            _result.CallTimes.Add(now);
            Count(now, static result => result.Calls++);
            Count(now, result => result.Wallets += call.Length);
            Schedule(now + _deployment.DrawLatency(_dice), at => Complete(call, at));
        }
    }

    private void Complete(PendingLoad[] call, double now)
    {
        foreach (var load in call)
        {
            load.Replica.Loads.Remove(load.Wallet);
            load.Replica.Cache.Set(load.Wallet, now);
            Serve(load, now);
            if (!IsShared)
                continue;

            _shared[load.Wallet] = now;
            _flights.Remove(load.Wallet);
            foreach (var other in _replicas)
            {
                if (other.Loads.Remove(load.Wallet, out var awaiting))
                {
                    other.Cache.Set(load.Wallet, now);
                    Serve(awaiting, now + _deployment.RedisRoundTrip);
                }
            }
        }
    }

    // A request with a stale value is served it. Its load goes on.
    private void EndPatience(PendingLoad load, Waiter waiter, double now)
    {
        if (waiter.IsAnswered || load.State == LoadState.InFlight)
            return;
        load.IsRefresh |= load.State == LoadState.Queued;
        waiter.IsAnswered = true;
        Record(waiter.Since, Answer.Stale, now, load.Replica.Cache.Find(load.Wallet));
    }

    private void TimeOut(PendingLoad load, Waiter waiter, double now)
    {
        if (load.State == LoadState.InFlight || !load.Replica.Loads.TryGetValue(load.Wallet, out var current) || current != load)
            return;
        if (load.State == LoadState.Elsewhere)
        {
            if (now < waiter.Since + ElsewhereTimeout)
            {
                Schedule(waiter.Since + ElsewhereTimeout, later => TimeOut(load, waiter, later));
                return;
            }

            Finish(load, waiter, now);
            if (!load.HasWaiters)
                load.Replica.Loads.Remove(load.Wallet);
            return;
        }

        Finish(load, waiter, now);
        if (load.HasWaiters)
            return;
        load.Replica.Dequeue(load);
        load.Replica.Loads.Remove(load.Wallet);
        EndFlight(load, now);
    }

    private void Refuse(PendingLoad load, double now)
    {
        load.Replica.Loads.Remove(load.Wallet);
        foreach (var waiter in load.Waiters)
            Finish(load, waiter, now);
        EndFlight(load, now);
    }

    // The first replica that awaits the wallet loads it now.
    private void EndFlight(PendingLoad load, double now)
    {
        if (!IsShared)
            return;
        _flights.Remove(load.Wallet);
        foreach (var other in _replicas)
        {
            if (other.Loads.TryGetValue(load.Wallet, out var awaiting))
            {
                if (!awaiting.HasWaiters)
                {
                    other.Loads.Remove(load.Wallet);
                    continue;
                }

                _flights.Add(load.Wallet, other);
                awaiting.Waiters.RemoveAll(static waiter => waiter.IsAnswered);
                Start(awaiting, now);
                return;
            }
        }
    }

    private void Finish(PendingLoad load, Waiter waiter, double now)
    {
        if (waiter.IsAnswered)
            return;
        waiter.IsAnswered = true;
        if (!waiter.HasStale)
            load.Replica.ChangeUrgent(load, -1);
        Record(waiter.Since, waiter.HasStale ? Answer.Stale : Answer.Rejected, now, load.Replica.Cache.Find(load.Wallet));
    }

    private void Serve(PendingLoad load, double now)
    {
        foreach (var waiter in load.Waiters)
        {
            if (waiter.IsAnswered)
                continue;
            waiter.IsAnswered = true;
            Record(waiter.Since, Answer.Loaded, now, load.Replica.Cache.Find(load.Wallet));
        }
    }

    private Limiter LimiterOf(Replica replica) => _deployment.IsShared ? _limiters[0] : _limiters[Array.IndexOf(_replicas, replica)];

    private void Record(double since, Answer answer, double now, double loadedAt)
    {
        if (since >= _measuredFrom)
            _result.Add(answer, now - since, now - loadedAt);
    }

    private void Count(double now, Action<TrafficResult> count)
    {
        if (now >= _measuredFrom && now < _measuredFrom + _result.Seconds)
            count(_result);
    }

    private void Schedule(double at, Action<double> run) => _events.Enqueue(new Event(run), (at, _order++));

    private readonly record struct Event(Action<double> Run);
}
