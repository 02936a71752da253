namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// A token bucket in GCRA form: its only state is the time at which the bucket would be full. Calls are spaced one interval apart. After idle time, up to a burst may
/// be sent at once. A permit counts when it is used, because that is what the upstream sees. Granted permits and calls that are being sent count against the burst at any time.
/// All times are timestamps. Used under the rate limiter's lock only.
/// </summary>
internal sealed class CallBucket
{
    private readonly LinkedList<CallPermit> _granted = new();
    private readonly LinkedList<CallPermit> _sending = new();
    private long _burstTolerance;
    private long _theoreticalArrival;
    // The turns of this replica: when one begins, and how long after its beginning a call may be sent. Null if calls may be sent at any time.
    private (long Start, long Cycle, long Tolerance)? _turns;

    /// <summary>Creates an empty bucket, because a previous process may just have used up the limit.</summary>
    /// <param name="now">The current timestamp.</param>
    /// <param name="interval">The time between two calls. 0 if there is no limit.</param>
    /// <param name="burst">How many calls may be sent at once after idle time.</param>
    public CallBucket(long now, long interval, int burst) => Restart(now, interval, burst);

    /// <summary>The time between two calls. 0 if there is no limit.</summary>
    public long Interval { get; private set; }

    /// <summary>How many calls may be sent at once after idle time.</summary>
    public int Burst { get; private set; }

    /// <summary>The number of permits that are granted and not used yet.</summary>
    public int Granted => _granted.Count;

    /// <summary>The number of permits that are granted and whose call is not sent yet.</summary>
    public int InFlight => _granted.Count + _sending.Count;

    /// <summary>The permit that was granted first and is not used yet. Null if there is none.</summary>
    public CallPermit? OldestGranted => _granted.First?.Value;

    /// <summary>The permit whose call has been sent for the longest time. Null if no call is being sent.</summary>
    public CallPermit? OldestSending => _sending.First?.Value;

    /// <summary>Whether the permits and calls in flight leave nothing of the burst.</summary>
    public bool IsFull => Interval != 0 && InFlight >= Burst;

    /// <summary>Empties the bucket and changes its limit. Permits and calls in flight still count.</summary>
    public void Restart(long now, long interval, int burst)
    {
        (Interval, Burst, _burstTolerance) = (interval, burst, interval * (burst - 1));
        _theoreticalArrival = now + interval + _burstTolerance;
        _turns = null;
    }

    /// <summary>Empties the bucket, and allows one call at the beginning of each turn.</summary>
    /// <param name="now">When the bucket is empty.</param>
    /// <param name="turn">The length of a turn. No call is allowed for that time.</param>
    /// <param name="start">The beginning of any turn.</param>
    /// <param name="cycle">The time between the beginnings of two turns.</param>
    /// <param name="tolerance">How long after the beginning of a turn a call may be sent, because timers are not exact.</param>
    public void RestartInTurns(long now, long turn, long start, long cycle, long tolerance)
    {
        // A call that was late in its turn does not delay the next turn.
        Restart(now, cycle - tolerance, 1);
        _theoreticalArrival = now + turn;
        _turns = (start, cycle, tolerance);
    }

    /// <summary>Returns when the next permit is due, assuming that all granted permits are used now.</summary>
    public long NextGrantTime(long now)
    {
        var due = (_granted.Count == 0 ? _theoreticalArrival : Math.Max(_theoreticalArrival, now) + (Interval * _granted.Count)) - _burstTolerance;
        if (_turns is not var (start, cycle, tolerance))
            return due;

        due = Math.Max(due, now);
        var late = (((due - start) % cycle) + cycle) % cycle;
        return late <= tolerance ? due : due + cycle - late;
    }

    /// <summary>Lets only one call follow a time without calls at first.</summary>
    /// <param name="until">The end of the time without calls.</param>
    public void EmptyUntil(long until) => _theoreticalArrival = Math.Max(_theoreticalArrival, until + _burstTolerance);

    /// <summary>Counts a permit as granted.</summary>
    public void Grant(CallPermit permit, long now)
    {
        permit.GrantedAt = now;
        _granted.AddLast(permit);
    }

    /// <summary>Counts the call of a granted permit.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="now">The current timestamp.</param>
    /// <param name="isSending">Whether the call is being sent from now on. Otherwise it counts as sent.</param>
    public void Use(CallPermit permit, long now, bool isSending)
    {
        _granted.Remove(permit);
        _theoreticalArrival = Math.Max(_theoreticalArrival, now) + Interval;
        if (isSending)
            AddSending(permit, now);
    }

    /// <summary>Takes a granted permit back.</summary>
    public void Return(CallPermit permit) => _granted.Remove(permit);

    /// <summary>Counts the call of a used permit as being sent.</summary>
    public void MarkSending(CallPermit permit, long now)
    {
        if (!_sending.Contains(permit))
            AddSending(permit, now);
    }

    /// <summary>Starts the interval to the next call now.</summary>
    public void MarkSent(CallPermit permit, long now)
    {
        _sending.Remove(permit);
        _theoreticalArrival = Math.Max(_theoreticalArrival, now + Interval);
    }

    /// <summary>Stops counting a call against the burst.</summary>
    /// <returns>Whether the call was being sent.</returns>
    public bool StopSending(CallPermit permit) => _sending.Remove(permit);

    private void AddSending(CallPermit permit, long now)
    {
        permit.SendingSince = now;
        _sending.AddLast(permit);
    }
}
