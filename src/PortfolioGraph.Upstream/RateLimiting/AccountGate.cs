using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// Decides when the account allows the next call, whichever caller makes it: a <see cref="CallBucket"/> and the <see cref="AnnouncedWait"/>. If replicas share the account, slots of
/// the <see cref="ISharedCallBudget"/> take the place of the bucket, which then has this replica's share of the limit for the time in which the shared budget cannot be reached.
/// All times are timestamps. Used under the rate limiter's lock only.
/// </summary>
internal sealed class AccountGate
{
    // A granted permit is normally used at once. After this time it is considered lost and revoked.
    private static readonly TimeSpan GrantTimeout = TimeSpan.FromSeconds(5);

    // Opening a connection or a busy machine may delay the sending of a call. The timeout keeps one stalled connection from blocking all calls.
    // It has no timer of its own but is checked whenever the queue changes; the end of the attempt unblocks the other calls too.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    // How late a call may be sent in this replica's turn if that exceeds the usual margin of the limit. A later call waits for the next turn.
    private static readonly TimeSpan TurnTolerance = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _time;
    private readonly CallBucket _bucket;
    private readonly AnnouncedWait _wait;
    private readonly SharedBudgetSession? _shared;
    private readonly SharedLimit _limit;
    private readonly long _interval;
    private readonly int _burst;
    private readonly long _grantTimeout;
    private readonly long _sendTimeout;

    /// <summary>Creates a gate that allows no call for an interval.</summary>
    /// <param name="settings">The limit.</param>
    /// <param name="time">The clock of the timestamps.</param>
    /// <param name="shared">The budget that replicas share. Null if there is one replica.</param>
    /// <param name="onReply">See <see cref="SharedBudgetSession"/>.</param>
    public AccountGate(UpstreamOptions settings, TimeProvider time, ISharedCallBudget? shared, Action<Func<long, SharedSlot?>> onReply)
    {
        var perSecond = settings.CallsPerSecond ?? 1;
        var now = time.GetTimestamp();

        _time = time;
        // Rounded up, so that the limit is not exceeded by a fraction of a tick.
        _interval = perSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / perSecond * (1 + settings.RateLimitMargin));
        _burst = settings.Burst;
        _limit = new SharedLimit(time.GetElapsedTime(0, _interval), _burst, settings.MaxRetryAfter);
        _grantTimeout = time.ToTicks(GrantTimeout);
        _sendTimeout = time.ToTicks(SendTimeout);
        _wait = new AnnouncedWait(now, time.ToTicks(settings.MaxRetryAfter));
        _bucket = new CallBucket(now, _interval, _burst);
        if (shared is not null)
            _shared = new SharedBudgetSession(shared, time, onReply, _wait, UseFallbackShare);
    }

    /// <summary>Whether there is a limit.</summary>
    public bool HasLimit => _interval != 0;

    /// <summary>The end of the announced wait, in the past if there is none.</summary>
    public long WaitEnd => _wait.End;

    /// <summary>The time before which no call is allowed because of the announced wait.</summary>
    public long NoCallsUntil => _wait.NoCallsUntil;

    /// <summary>The permit that was granted too long ago. Null if there is none.</summary>
    public CallPermit? ExpiredGrant(long now) => _bucket.OldestGranted is { } oldest && now - oldest.GrantedAt > _grantTimeout ? oldest : null;

    /// <summary>The number of permits that are granted and whose call is not sent yet.</summary>
    public int GrantedCount => _bucket.InFlight;

    /// <summary>Starts to use the shared budget, if there is one.</summary>
    public void Start()
    {
        if (_shared is null)
            return;
        _shared.Start(_limit);
        UseFallbackShare();
    }

    /// <summary>Whether calls need slots of the shared budget. Without a limit, only the probe of an announced wait does.</summary>
    public bool NeedsSlots(long now) => _shared?.IsUsed(now) == true && (HasLimit || _wait.IsActive(now));

    /// <summary>Whether a permit can be granted now, without a slot.</summary>
    public bool IsFree(long now) => !NeedsSlots(now) && now >= NextGrantTime(now) && !IsBlocked(now);

    /// <summary>Whether there is neither a limit nor an announced wait.</summary>
    public bool IsUnlimited(long now) => !HasLimit && !_wait.IsActive(now) && IsFree(now);

    /// <summary>Returns when the next permit is due, assuming that all granted permits are used now.</summary>
    public long NextGrantTime(long now) => Math.Max(_wait.NoCallsUntil, NeedsSlots(now) ? _shared!.Due : _bucket.NextGrantTime(now));

    /// <summary>Returns the time between two permits of this replica, if others take their turns.</summary>
    public long GrantInterval(long now) => NeedsSlots(now) ? _interval * _shared!.Turns : _bucket.Interval;

    /// <summary>Returns how many permits would be granted at once to an empty queue. Null if there is no limit.</summary>
    public int? RemainingAt(long now)
    {
        if (_wait.IsActive(now))
            return 0;
        if (!HasLimit)
            return null;

        var (interval, burst) = NeedsSlots(now) ? (_interval, _burst) : (_bucket.Interval, _bucket.Burst);
        var due = now - NextGrantTime(now);
        return due < 0 ? 0 : (int)Math.Clamp((due / interval) + 1, 0, burst - _bucket.Granted);
    }

    /// <summary>Requests a slot of the shared budget, or gives up the turn.</summary>
    /// <param name="now">The current timestamp.</param>
    /// <param name="isNeeded">Whether callers wait.</param>
    /// <param name="isInteractive">Whether interactive callers wait.</param>
    public void RequestSlot(long now, bool isNeeded, bool isInteractive) => _shared?.Update(now, isNeeded && NeedsSlots(now), isInteractive);

    /// <summary>Returns when a waiting caller may be granted a permit. <see cref="long.MaxValue"/> if an event must happen first.</summary>
    public long NextCheck(long now)
    {
        var check = _shared?.NextCheck(now) ?? long.MaxValue;
        if (NeedsSlots(now))
            return HasLimit ? check : Math.Min(check, _wait.End);
        if (!IsBlocked(now))
            return Math.Min(check, NextGrantTime(now));
        return _wait.HasProbeInFlight(now) ? Math.Min(check, _wait.End) : check;
    }

    /// <summary>Counts a permit as granted.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="slot">The slot of the shared budget. Null if the permit needs none.</param>
    /// <param name="now">The current timestamp.</param>
    public void Grant(CallPermit permit, SharedSlot? slot, long now)
    {
        permit.Slot = slot;
        if (slot is null)
            _shared?.NoteFallbackGrant(now);
        _bucket.Grant(permit, now);
        _wait.Grant(permit, now);
    }

    /// <summary>Returns an unused slot.</summary>
    public void Return(SharedSlot slot) => _shared?.Return(slot);

    /// <summary>Takes a granted permit back.</summary>
    public void Return(CallPermit permit)
    {
        _bucket.Return(permit);
        _ = ClearProbe(permit);
        _shared?.Return(permit.Slot);
    }

    /// <summary>Counts the call of a granted permit.</summary>
    /// <returns>False if the other replicas no longer wait for the call, because the permit was granted too long ago.</returns>
    public bool TryUse(CallPermit permit, long now, bool isSending)
    {
        if (now > permit.Slot?.ValidUntil)
            return false;
        _bucket.Use(permit, now, isSending);
        if (!isSending)
            _shared?.ReportSent(permit);
        return true;
    }

    /// <summary>Counts the call of a used permit as being sent.</summary>
    public void MarkSending(CallPermit permit, long now) => _bucket.MarkSending(permit, now);

    /// <summary>Starts the interval to the next call now.</summary>
    public void MarkSent(CallPermit permit, long now)
    {
        _bucket.MarkSent(permit, now);
        _shared?.ReportSent(permit);
    }

    /// <summary>Stops waiting for calls whose sending takes too long.</summary>
    public void ExpireSending(long now)
    {
        while (_bucket.OldestSending is { } oldest && now - oldest.SendingSince >= _sendTimeout)
            _ = StopSending(oldest);
    }

    /// <summary>Stops waiting for the sending of a call.</summary>
    /// <returns>Whether the call was being sent.</returns>
    public bool StopSending(CallPermit permit)
    {
        if (!_bucket.StopSending(permit))
            return false;
        _shared?.ReportSent(permit);
        return true;
    }

    /// <inheritdoc cref="AnnouncedWait.ClearProbe"/>
    public bool ClearProbe(CallPermit permit)
    {
        _shared?.ReleaseProbe(permit.Slot);
        return _wait.ClearProbe(permit);
    }

    /// <inheritdoc cref="AnnouncedWait.Accept"/>
    public bool Accept(CallPermit permit, long now)
    {
        if (!_wait.Accept(permit, now))
            return false;
        _shared?.EndWait(permit.Slot);
        return true;
    }

    /// <summary>Applies a 429, here and in the other replicas.</summary>
    /// <param name="now">The current timestamp.</param>
    /// <param name="duration">The new wait.</param>
    /// <param name="isStated">Whether the upstream stated the duration.</param>
    /// <param name="permit">The permit of the rejected call.</param>
    public void Announce(long now, TimeSpan duration, bool isStated, CallPermit? permit)
    {
        _wait.Announce(now, _time.ToTicks(duration), isStated, permit);
        // Only one call follows the pause at first, because a burst would be rejected again.
        _bucket.EmptyUntil(_wait.NoCallsUntil);
        _shared?.Announce(duration, isStated, permit?.Slot);
    }

    // Granted permits and calls that are being sent count against the burst, at any time. A probe in flight blocks all other calls.
    private bool IsBlocked(long now) => _wait.HasProbeInFlight(now) || _bucket.IsFull;

    // The bucket is empty then, because slots that were acquired before may still be used.
    private void UseFallbackShare()
    {
        var now = _time.GetTimestamp();
        var (share, turn) = _shared!.Fallback;
        var interval = (long)Math.Ceiling(_interval / share);
        if (turn is { } start && _burst == 1)
            _bucket.RestartInTurns(now, _interval, now + _time.ToTicks(start), interval, Math.Min(_interval / 2, Math.Max(_time.ToTicks(TurnTolerance), _interval / 50)));
        else
            _bucket.Restart(now, interval, Math.Max(1, (int)(_burst * share)));
        _bucket.EmptyUntil(_wait.NoCallsUntil);
    }
}
