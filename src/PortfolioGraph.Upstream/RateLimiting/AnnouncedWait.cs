namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The wait that the upstream announced by a 429. All clients get its end, whatever they ask for. A wait of a day may turn out to be one of a minute, so that after
/// <see cref="UpstreamOptions.MaxRetryAfter"/> one call at a time is a probe. If a probe is answered, the wait is over for all; if it is refused with another wait, that wait
/// holds. All moments are timestamps. Used under the budget's lock only.
/// </summary>
/// <param name="now">The beginning, when nothing is announced.</param>
/// <param name="maxPause">How long no call is made, not even a probe.</param>
internal sealed class AnnouncedWait(long now, long maxPause)
{
    private CallPermit? _probe;

    /// <summary>The end of the wait.</summary>
    public long End { get; private set; } = now;

    /// <summary>Nothing is granted before.</summary>
    public long NoCallsUntil { get; private set; } = now;

    /// <summary>Whether the end is still to come.</summary>
    public bool IsActive(long now) => now < End;

    /// <summary>Whether a probe is in flight within the wait, so that no other call may be made.</summary>
    public bool HasProbeInFlight(long now) => _probe is not null && IsActive(now);

    /// <summary>Takes the refusal of a call. A call that is not a probe can only make the wait longer, because it left before the wait was announced.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="duration">The new wait.</param>
    /// <param name="isStated">Whether the upstream named the duration; if it did not, a wait that it named before still holds.</param>
    /// <param name="permit">The permit of the refused call.</param>
    public void Announce(long now, long duration, bool isStated, CallPermit? permit)
    {
        // The probe of a wait that is over says nothing about the next one.
        if (!IsActive(now))
            _probe = null;
        End = isStated && IsProbe(permit) ? now + duration : Math.Max(End, now + duration);
        NoCallsUntil = Math.Max(NoCallsUntil, now + Math.Min(End - now, maxPause));
        _ = ClearProbe(permit);
    }

    /// <summary>Takes a granted permit: within the wait its call is the probe.</summary>
    public void Grant(CallPermit permit, long now)
    {
        if (IsActive(now))
            _probe = permit;
    }

    /// <summary>Takes the answer to a call: that of the probe ends the wait.</summary>
    /// <returns>Whether it was the probe's.</returns>
    public bool Accept(CallPermit permit, long now)
    {
        if (!ClearProbe(permit))
            return false;
        End = now;
        return true;
    }

    /// <summary>Takes the end of a call that is over or is not made: after the probe's, the next call is the probe.</summary>
    /// <returns>Whether it was the probe's.</returns>
    public bool ClearProbe(CallPermit? permit)
    {
        if (!IsProbe(permit))
            return false;
        _probe = null;
        return true;
    }

    private bool IsProbe(CallPermit? permit) => permit is not null && permit == _probe;
}
