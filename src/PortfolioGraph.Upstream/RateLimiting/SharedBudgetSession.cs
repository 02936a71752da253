namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// This replica's part in the <see cref="ISharedCallBudget"/>: whether the budget is used or the fallback share, when to request the next slot, and what the last state said. At most
/// one request for a slot is outstanding. All times are timestamps. Used under the rate limiter's lock only; replies are passed to the limiter, which takes the lock.
/// </summary>
internal sealed class SharedBudgetSession
{
    private readonly ISharedCallBudget _budget;
    private readonly TimeProvider _time;
    private readonly Action<Func<long, SharedSlot?>> _onReply;
    private readonly AnnouncedWait _wait;
    private readonly Action _onFallback;
    private bool _hasLimit;
    private bool _isJoined;
    private bool _isJoining;
    // Since when calls are sent under the fallback share, here and maybe by other replicas. Null if none was.
    private long? _fallbackSince;
    private long _created;
    private bool _hasUnsharedWait;
    private long _startsAt;
    private long _due;
    private int _othersWaiting;
    private long _lastOrder;
    private int _announcements;
    // The state of the request for a slot.
    private bool _isAsking;
    private bool _isListed;
    private bool _isListedAsInteractive;
    private bool _wasWoken;
    private long _askAt;

    /// <param name="budget">The budget.</param>
    /// <param name="time">The clock of the timestamps.</param>
    /// <param name="onReply">Runs a method under the rate limiter's lock with the current timestamp. The limiter grants the slot that the method returns, or returns it, and processes the queue.</param>
    /// <param name="wait">The announced wait, which becomes that of all replicas.</param>
    /// <param name="onFallback">Called under the rate limiter's lock when the fallback share applies from now on.</param>
    public SharedBudgetSession(ISharedCallBudget budget, TimeProvider time, Action<Func<long, SharedSlot?>> onReply, AnnouncedWait wait, Action onFallback)
    {
        (_budget, _time, _onReply, _wait, _onFallback) = (budget, time, onReply, wait, onFallback);
    }

    /// <summary>What applies while the budget cannot be used.</summary>
    public FallbackShare Fallback => _budget.Fallback;

    /// <summary>Whether slots of the budget are needed for calls. Otherwise the fallback share applies.</summary>
    public bool IsUsed(long now) => _isJoined && now >= _startsAt;

    /// <summary>When the account allows the next call, by the last state that this replica received.</summary>
    public long Due => _due;

    /// <summary>How many replicas take turns, this one included.</summary>
    public int Turns => _othersWaiting + 1;

    /// <summary>When the rate limiter must process its queue, if callers wait. <see cref="long.MaxValue"/> if a reply or a message will cause that.</summary>
    public long NextCheck(long now) => !_isJoined || _isAsking ? long.MaxValue : now < _startsAt ? _startsAt : _askAt;

    /// <summary>Starts to use the budget, as soon as it is available.</summary>
    public void Start(SharedLimit limit)
    {
        _hasLimit = limit.Interval > TimeSpan.Zero;
        _budget.Start(limit, () => _onReply(CheckContact), hasPause => _onReply(now => OnChange(hasPause, now)));
        _onReply(CheckContact);
    }

    /// <summary>Requests a slot if callers wait and none is requested, and gives up the turn if no caller waits any more.</summary>
    public void Update(long now, bool isNeeded, bool isInteractive)
    {
        if (!IsUsed(now) || _isAsking)
            return;

        if (!isNeeded)
        {
            if (_isListed)
                Run(_budget.WithdrawAsync());
            _isListed = false;
            return;
        }

        if (_isListed && now < _askAt && (_isListedAsInteractive || !isInteractive))
            return;
        (_isAsking, _wasWoken, _isListed, _isListedAsInteractive) = (true, false, true, isInteractive);
        Run(_budget.AcquireAsync(isInteractive), Purpose.Acquire);
    }

    /// <summary>Notes that a call was granted without the budget.</summary>
    public void NoteFallbackGrant(long now) => _fallbackSince ??= _hasLimit ? now : null;

    /// <summary>Reports that a permit's call was sent, unless that was reported.</summary>
    public void ReportSent(CallPermit permit)
    {
        // A slot is settled even if the budget is away, so that it is not renewed any more.
        if (permit.Slot?.IsSettled == true || (permit.Slot is null && !(_isJoined && _hasLimit)))
            return;
        if (permit.Slot is { } slot)
            slot.IsSettled = true;
        Run(_budget.ReportSentAsync(permit.Slot));
    }

    /// <summary>Returns the slot of a permit whose call is not sent.</summary>
    public void Return(SharedSlot? slot)
    {
        if (slot is null || slot.IsSettled)
            return;
        (slot.IsSettled, slot.IsProbing) = (true, false);
        Run(_budget.ReturnAsync(slot));
    }

    /// <summary>Gives up the role of the probe, because its call has ended without showing whether the wait still applies.</summary>
    public void ReleaseProbe(SharedSlot? slot)
    {
        if (slot is not { IsProbing: true })
            return;
        (slot.IsSettled, slot.IsProbing) = (true, false);
        Run(_budget.ReturnAsync(slot));
    }

    /// <summary>Announces a wait to the other replicas.</summary>
    public void Announce(TimeSpan duration, bool isStated, SharedSlot? slot)
    {
        _hasUnsharedWait = !_isJoined;
        if (!_isJoined)
        {
            ReleaseProbe(slot);
            return;
        }

        if (slot is not null)
            slot.IsProbing = false;
        _announcements++;
        Run(_budget.AnnounceAsync(duration, isStated, slot), Purpose.Announce);
    }

    /// <summary>Ends the announced wait of all replicas.</summary>
    public void EndWait(SharedSlot? slot)
    {
        _hasUnsharedWait = false;
        if (slot is null)
            return;
        slot.IsProbing = false;
        _announcements++;
        Run(_budget.AcceptAsync(slot), Purpose.Announce);
    }

    private SharedSlot? CheckContact(long now)
    {
        if (!_budget.IsAvailable)
        {
            Leave(now);
        }
        else if (!_isJoined && !_isJoining)
        {
            _isJoining = true;
            Run(_budget.JoinAsync(_fallbackSince is { } since ? _time.GetElapsedTime(since, now) : null), Purpose.Join);
        }
        else if (_isJoined && !_isAsking && !_isListed)
        {
            // A replica without callers, or without a limit, learns of a wait even if it missed the message.
            Run(_budget.JoinAsync(null));
        }

        return null;
    }

    private SharedSlot? OnChange(bool hasPause, long now)
    {
        if (!_isJoined)
            return null;
        if (_isAsking)
            _wasWoken = true;
        else if (_isListed)
            _askAt = now;
        else if (hasPause)
            Run(_budget.JoinAsync(null));
        return null;
    }

    private void Run(Task<SharedBudgetState?> command, Purpose purpose = Purpose.Other) => _ = CompleteAsync(command, purpose);

    // Always yields, because the commands are started under the lock.
    private async Task CompleteAsync(Task<SharedBudgetState?> command, Purpose purpose)
    {
        var state = await command.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _onReply(now =>
        {
            _isAsking &= purpose is not Purpose.Acquire;
            _isJoining &= purpose is not Purpose.Join;
            _announcements -= purpose is Purpose.Announce ? 1 : 0;
            if (state is null)
                Leave(now);
            else
                Adopt(state, now, isJoining: purpose is Purpose.Join);
            return state?.Slot;
        });
    }

    private void Adopt(SharedBudgetState state, long now, bool isJoining)
    {
        if (isJoining)
            (_isJoined, _isListed, _lastOrder) = (true, false, 0);
        if (!_isJoined || state.Order < _lastOrder)
            return;

        _lastOrder = state.Order;
        var wasUsed = isJoining ? _fallbackSince is null : now >= _startsAt;
        _startsAt = now + _time.ToTicks(state.StartsAfter);
        _due = now + _time.ToTicks(state.Due);
        _othersWaiting = state.OthersWaiting;
        if (state.Slot is not null)
            _isListed = false;
        else if (!_isAsking && _isListed && state.AskAfter is { } wait)
            (_askAt, _wasWoken) = (_wasWoken ? now : now + _time.ToTicks(wait), false);
        AdoptWait(state, now);

        // Other replicas have used their fallback shares, and may do so for a while.
        if (wasUsed && now < _startsAt)
            _onFallback();
        if (now >= _startsAt)
            _fallbackSince = null;
    }

    private void AdoptWait(SharedBudgetState state, long now)
    {
        // The state is older than an announcement in flight.
        if (_announcements > 0)
            return;

        // A new state knows nothing of the wait, and the budget knows nothing of a wait that was announced meanwhile.
        var isUnknown = state.Created != _created || _hasUnsharedWait;
        _created = state.Created;
        var end = now + _time.ToTicks(state.WaitEnd);
        if (isUnknown && _wait.End > end)
            Announce(_time.ToDelay(_wait.End - now), isStated: false, null);
        else
            _wait.Adopt(end, now + _time.ToTicks(state.NoCallsFor));
        _hasUnsharedWait = false;
    }

    private void Leave(long now)
    {
        if (!_isJoined)
            return;
        (_isJoined, _isListed) = (false, false);
        _fallbackSince ??= now;
        _onFallback();
    }

    private enum Purpose
    {
        Other,
        Join,
        Acquire,
        Announce,
    }
}
