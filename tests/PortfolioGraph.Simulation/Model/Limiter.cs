namespace PortfolioGraph.Simulation.Model;

/// <summary>The call budget of one replica, or of all. A call follows the last one after an interval; replicas take turns.</summary>
internal sealed class Limiter(Deployment deployment, IReadOnlyList<Replica> replicas)
{
    private long _grants;
    private int _streak;

    /// <summary>When the next call may be sent. The bucket starts empty.</summary>
    public double Next { get; private set; } = deployment.Interval;

    /// <summary>Whether an event for the next grant is scheduled.</summary>
    public bool IsScheduled { get; set; }

    public bool HasQueued
    {
        get
        {
            foreach (var replica in replicas)
            {
                if (replica.Queued > 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Whether a new call of the replica would be granted before its request times out.</summary>
    public bool Accepts(Replica replica, bool isUrgent, double since, double now)
    {
        var waiting = 0;
        foreach (var other in replicas)
            waiting += other.Queued > 0 || other == replica ? 1 : 0;
        return Math.Max(now, Next) + (deployment.Interval * replica.CountAhead(isUrgent) * waiting) - since <= deployment.QueueTimeout;
    }

    /// <summary>
    /// Grants a call to the waiting replica whose last grant is the oldest. Replicas with urgent loads come first, but one grant in five goes to the others.
    /// </summary>
    public PendingLoad[] Grant(double now)
    {
        var (urgent, other) = (FindTurn(isUrgent: true), FindTurn(isUrgent: false));
        var turn = other is null || (urgent is not null && _streak < 4) ? urgent! : other;
        _streak = turn == other ? 0 : _streak + (other is null ? 0 : 1);
        Next = now + deployment.Interval;
        turn.LastGrant = ++_grants;
        return turn.TakeCall();
    }

    private Replica? FindTurn(bool isUrgent)
    {
        Replica? turn = null;
        foreach (var replica in replicas)
        {
            if (replica.Queued > 0 && replica.HasUrgent == isUrgent && (turn is null || replica.LastGrant < turn.LastGrant))
                turn = replica;
        }

        return turn;
    }
}
