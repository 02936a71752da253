using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The wait that the upstream announced with a 429. It applies to all clients and endpoints, and all clients are given the same end. The upstream may announce a day and
/// accept calls after a minute, so after <see cref="UpstreamOptions.MaxRetryAfter"/> one call at a time is a probe. A successful probe ends the wait. A probe that gets another
/// 429 with a wait replaces the wait. All times are timestamps. Used under the rate limiter's lock only.
/// </summary>
/// <param name="now">The current timestamp. No wait is announced yet.</param>
/// <param name="maxPause">The maximum time without any call, probes included.</param>
internal sealed class AnnouncedWait(long now, long maxPause)
{
    private CallPermit? _probe;

    /// <summary>The end of the announced wait.</summary>
    public long End { get; private set; } = now;

    /// <summary>The time before which no permit is granted.</summary>
    public long NoCallsUntil { get; private set; } = now;

    /// <summary>Whether the wait has not ended yet.</summary>
    public bool IsActive(long now) => now < End;

    /// <summary>Whether the wait is active and its probe is in flight. No other call may be made meanwhile.</summary>
    public bool HasProbeInFlight(long now) => _probe is not null && IsActive(now);

    /// <summary>Applies a 429. A call that is not the probe can only extend the wait, because it was sent before the wait was announced.</summary>
    /// <param name="now">The current timestamp.</param>
    /// <param name="duration">The new wait.</param>
    /// <param name="isStated">Whether the upstream stated the duration. If not, a wait announced earlier still applies.</param>
    /// <param name="permit">The permit of the rejected call.</param>
    public void Announce(long now, long duration, bool isStated, CallPermit? permit)
    {
        // The probe of an ended wait does not count for the next wait.
        if (!IsActive(now))
            _probe = null;
        End = isStated && IsProbe(permit) ? now + duration : Math.Max(End, now + duration);
        NoCallsUntil = Math.Max(NoCallsUntil, now + Math.Min(End - now, maxPause));
        _ = ClearProbe(permit);
    }

    /// <summary>Adopts the wait that all replicas share.</summary>
    /// <param name="end">The end of the announced wait.</param>
    /// <param name="noCallsUntil">The time before which no permit is granted.</param>
    public void Adopt(long end, long noCallsUntil) => (End, NoCallsUntil) = (end, noCallsUntil);

    /// <summary>Makes the call of a granted permit the probe if the wait is active.</summary>
    public void Grant(CallPermit permit, long now)
    {
        // If replicas share the wait, at most one of them has the probe.
        if (permit.Slot?.IsProbe ?? IsActive(now))
            _probe = permit;
    }

    /// <summary>Ends the wait if the accepted call is the probe.</summary>
    /// <returns>Whether the call was the probe.</returns>
    public bool Accept(CallPermit permit, long now)
    {
        if (!ClearProbe(permit))
            return false;
        End = now;
        return true;
    }

    /// <summary>Clears the probe if its call has ended or will not be made. The next granted call becomes the probe.</summary>
    /// <returns>Whether the call was the probe.</returns>
    public bool ClearProbe(CallPermit? permit)
    {
        if (!IsProbe(permit))
            return false;
        _probe = null;
        return true;
    }

    private bool IsProbe(CallPermit? permit) => permit is not null && permit == _probe;
}
