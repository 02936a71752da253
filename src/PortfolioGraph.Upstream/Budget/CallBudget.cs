using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Budget;

/// <summary>
/// A token bucket, kept as the one moment at which it would be full: calls are an interval apart, and a quiet time is worth at most a burst of them.
/// It counts a permit where it is used, since that is what the upstream sees; those in hand keep others from being granted, so one that is given back
/// never was. All reckoning is on <see cref="TimeProvider.GetTimestamp"/>, which no change of the wall clock moves.
/// </summary>
internal sealed class CallBudget : ICallBudget, IDisposable
{
    // Not System.Threading.RateLimiting: its token bucket takes no TimeProvider, knows no turns between clients, no permit that is given back and no pause after a 429.

    // Between a grant and its use lies only what the machine needs to get there; whoever takes longer has forgotten it.
    private static readonly TimeSpan LongestInHand = TimeSpan.FromSeconds(5);

    // A call may be held up on its way by a connection that is opened, a machine that is busy; not so long that one lost connection stops all others.
    // Looked at whenever anybody comes, leaves or loses patience: the end of its attempt, which frees the way as well, is never far.
    private static readonly TimeSpan LongestLeaving = TimeSpan.FromSeconds(2);

    // Where the upstream names no wait.
    private const int MostJitterMilliseconds = 500;
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WaitingLine _line = new();
    private readonly LinkedList<CallPermit> _inHand = new();
    private readonly LinkedList<CallPermit> _leaving = new();
    private readonly TimeProvider _time;
    private readonly ITimer _wake;
    private readonly decimal? _limitPerSecond;
    private readonly int _burst;
    private readonly long _interval;
    private readonly long _head;
    private readonly long _patience;
    private readonly long _longestInHand;
    private readonly long _longestLeaving;
    private readonly AnnouncedWait _wait;
    private long _full;

    public CallBudget(IOptions<UpstreamOptions> options, TimeProvider time)
    {
        var settings = options.Value;
        var perSecond = settings.CallsPerSecond ?? 1;

        _time = time;
        _limitPerSecond = perSecond == 0 ? null : perSecond;
        _burst = settings.Burst;
        // Rounded up: the limit is never passed by a fraction of a tick.
        _interval = perSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / perSecond * (1 + settings.LimitMargin));
        _head = _interval * (_burst - 1);
        Patience = settings.BudgetWait;
        _patience = ToTicks(Patience);
        _longestInHand = ToTicks(LongestInHand);
        _longestLeaving = ToTicks(LongestLeaving);
        _wait = new AnnouncedWait(time.GetTimestamp(), ToTicks(settings.MaxPause));
        // Empty: a process that ended a moment ago may have made the last call that the upstream grants.
        _full = _wait.ClosedUntil + _interval + _head;
        _wake = time.CreateTimer(static budget => ((CallBudget)budget!).Serve(), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public CallBudgetState State
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                var delay = DelayOfNewcomer(CallFlow.Origin, now);
                return new CallBudgetState(
                    _limitPerSecond,
                    RemainingAt(now),
                    _line.Count,
                    delay == TimeSpan.Zero ? null : _time.GetUtcNow() + delay);
            }
        }
    }

    public TimeSpan Patience { get; }

    public CallPermit Request(CallOrigin origin, long? since = null)
    {
        ArgumentNullException.ThrowIfNull(origin);

        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var permit = new CallPermit(this, origin, Math.Min(since ?? now, now));
            Serve(now);

            if (_line.Count == 0 && IsFree(now))
            {
                Grant(permit, now);
            }
            else if (_patience == 0 || TurnOfNewcomer(origin, now) - permit.RequestedAt > _patience)
            {
                var failure = Refusal(permit.Place, now);
                permit.Complete(CallPermitState.Refused, failure);
                permit.Place.Complete(failure);
            }
            else
            {
                _line.Join(permit.Place);
                Wake(now);
            }

            return permit;
        }
    }

    public UpstreamFailure Exhausted()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            return Refusal(CallFlow.Origin, now, now);
        }
    }

    public TimeSpan Pause(CallPermit? permit, TimeSpan? retryAfter)
    {
        var duration = retryAfter ?? LeastPause + TimeSpan.FromMilliseconds(Random.Shared.Next(MostJitterMilliseconds));
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _wait.Announce(now, ToTicks(duration), retryAfter is not null, permit);
            // The first call after the pause is alone: a burst would run into the same wall.
            _full = Math.Max(_full, _wait.ClosedUntil + _head);

            // A place whose patience ends before the pause is refused at once.
            while (_line.Oldest is { } place && place.RequestedAt + _patience < _wait.ClosedUntil)
                GiveUp(place, now);
            Wake(now);
            return Delay(_wait.End - now);
        }
    }

    public void Dispose() => _wake.Dispose();

    internal CallPlace Share(CallPermit permit, CallOrigin origin)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var place = new CallPlace(this, permit, origin, now);
            switch (permit.State)
            {
                case CallPermitState.Waiting:
                    _line.Join(place);
                    Wake(now);
                    break;

                case CallPermitState.Granted or CallPermitState.Used:
                    place.Complete(null);
                    break;

                case CallPermitState.Refused:
                    place.Complete(Refusal(place, now));
                    break;

                default:
                    place.Cancel();
                    break;
            }

            return place;
        }
    }

    internal bool TryUse(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Granted)
                return false;

            var now = _time.GetTimestamp();
            _inHand.Remove(permit);
            permit.State = CallPermitState.Used;
            _full = Math.Max(_full, now) + _interval;
            Serve(now);
            return true;
        }
    }

    internal void Hold(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Used || _leaving.Contains(permit))
                return;

            permit.LeavingSince = _time.GetTimestamp();
            _leaving.AddLast(permit);
        }
    }

    internal void Depart(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Used)
                return;

            var now = _time.GetTimestamp();
            _leaving.Remove(permit);
            _full = Math.Max(_full, now + _interval);
            Serve(now);
        }
    }

    internal void Release(CallPermit permit)
    {
        lock (_gate)
        {
            if (_leaving.Remove(permit))
                Serve(_time.GetTimestamp());
        }
    }

    internal void Accept(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_wait.Accept(permit, now))
                Serve(now);
        }
    }

    internal void End(CallPermit permit)
    {
        lock (_gate)
        {
            if (_leaving.Remove(permit) | _wait.Forget(permit))
                Serve(_time.GetTimestamp());
        }
    }

    internal void Return(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (permit.State == CallPermitState.Waiting)
            {
                foreach (var place in LeaveAll(permit))
                    place.Cancel();
                permit.Complete(CallPermitState.Returned, null);
                Serve(now);
            }
            else if (permit.State == CallPermitState.Granted)
            {
                TakeBack(permit);
                Serve(now);
            }
        }
    }

    internal void Leave(CallPlace place)
    {
        lock (_gate)
        {
            if (!Vacate(place))
                return;

            place.Cancel();
            if (place.Permit.Places.Count == 0)
                place.Permit.Complete(CallPermitState.Returned, null);
            Serve(_time.GetTimestamp());
        }
    }

    private void Serve()
    {
        lock (_gate)
            Serve(_time.GetTimestamp());
    }

    private void Serve(long now)
    {
        while (_inHand.First?.Value is { } forgotten && now - forgotten.GrantedAt > _longestInHand)
            TakeBack(forgotten);
        while (_leaving.First?.Value is { } lost && now - lost.LeavingSince >= _longestLeaving)
            _leaving.RemoveFirst();

        while (_line.Count > 0 && IsFree(now))
            Grant(_line.TakeNext(), now);

        while (_line.Oldest is { } place && now - place.RequestedAt >= _patience)
            GiveUp(place, now);

        Wake(now);
    }

    private void Grant(CallPermit permit, long now)
    {
        foreach (var place in LeaveAll(permit))
            place.Complete(null);

        permit.GrantedAt = now;
        _inHand.AddLast(permit);
        _wait.Grant(permit, now);
        permit.Complete(CallPermitState.Granted, null);
        permit.Place.Complete(null);
    }

    private void GiveUp(CallPlace place, long now)
    {
        Vacate(place);
        var failure = Refusal(place, now);
        place.Complete(failure);
        if (place.Permit.Places.Count == 0)
            place.Permit.Complete(CallPermitState.Refused, failure);
    }

    private void TakeBack(CallPermit permit)
    {
        _inHand.Remove(permit);
        _ = _wait.Forget(permit);
        permit.State = CallPermitState.Returned;
    }

    private CallPlace[] LeaveAll(CallPermit permit)
    {
        CallPlace[] places = [.. permit.Places];
        foreach (var place in places)
            _line.Leave(place);
        return places;
    }

    private bool Vacate(CallPlace place)
    {
        if (!_line.Leave(place))
            return false;

        if (place.Permit.Places is [var oldest, ..])
            place.Permit.RequestedAt = oldest.RequestedAt;
        return true;
    }

    private bool IsFree(long now) => now >= NextPermit(now) && !IsBlocked(now);

    // With a burst in hand or about to leave nothing is granted before one of them has left or is given back, whatever time it is; nor while a probe of an announced
    // wait is in flight.
    private bool IsBlocked(long now) => _wait.IsProbed(now) || (_interval != 0 && _inHand.Count + _leaving.Count >= _burst);

    /// <summary>When the next permit is due, were those in hand used now.</summary>
    private long NextPermit(long now) =>
        Math.Max(_wait.ClosedUntil, (_inHand.Count == 0 ? _full : Math.Max(_full, now) + (_interval * _inHand.Count)) - _head);

    private void Wake(long now)
    {
        if (_line.Oldest is not { } oldest)
            return;

        var due = oldest.RequestedAt + _patience;
        if (!IsBlocked(now))
            due = Math.Min(due, NextPermit(now));
        else if (_wait.IsProbed(now))
            due = Math.Min(due, _wait.End);
        _wake.Change(Delay(due - now), System.Threading.Timeout.InfiniteTimeSpan);
    }

    private int? RemainingAt(long now)
    {
        if (_wait.Holds(now) || _line.Count > 0)
            return 0;
        if (_interval == 0)
            return null;

        var due = now - NextPermit(now);
        return due < 0 ? 0 : (int)Math.Clamp((due / _interval) + 1, 0, _burst - _inHand.Count);
    }

    private long TurnOfNewcomer(CallOrigin origin, long now) => Math.Max(now, NextPermit(now)) + (_interval * _line.Ahead(origin));

    // Within an announced wait a newcomer may happen to be the probe; it cannot count on that.
    private TimeSpan DelayOfNewcomer(CallOrigin origin, long now) => Delay(Math.Max(TurnOfNewcomer(origin, now), _wait.End) - now);

    private UpstreamFailure Refusal(CallPlace place, long now) => Refusal(place.Origin, place.RequestedAt + _patience, now);

    // If the patience ends within an announced wait, the wait is the reason and not the line: its end is the same for all.
    private UpstreamFailure Refusal(CallOrigin origin, long patienceEnds, long now) => _wait.End > Math.Max(now, patienceEnds)
        ? new(UpstreamFailureKind.RateLimited, RetryAfter: Delay(_wait.End - now))
        : new(UpstreamFailureKind.BudgetExhausted, RetryAfter: DelayOfNewcomer(origin, now));

    // Whole milliseconds, rounded up: timers know nothing finer, and one that fires early would only be set again.
    private TimeSpan Delay(long ticks) =>
        ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(0, ticks).TotalMilliseconds));

    private long ToTicks(TimeSpan duration) => (long)Math.Ceiling(duration.TotalSeconds * _time.TimestampFrequency);
}
