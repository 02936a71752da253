using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Budget;

/// <summary>
/// A token bucket, kept as the one moment at which the next permit is due: permits are an interval apart, and a quiet time is worth
/// at most a burst of them. All reckoning is on <see cref="TimeProvider.GetTimestamp"/>, which no change of the wall clock moves.
/// </summary>
internal sealed class CallBudget : ICallBudget, IDisposable
{
    private readonly Lock _gate = new();
    private readonly WaitingLine _line = new();
    private readonly TimeProvider _time;
    private readonly ITimer _wake;
    private readonly decimal? _limitPerSecond;
    private readonly int _burst;
    private readonly long _interval;
    private readonly long _head;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _maxPause;
    private long _full;
    private long _pausedUntil;

    public CallBudget(IOptions<UpstreamOptions> options, TimeProvider time)
    {
        var settings = options.Value;
        var perSecond = settings.CallsPerSecond ?? 1;

        _time = time;
        _limitPerSecond = perSecond == 0 ? null : perSecond;
        _burst = settings.Burst;
        // Rounded up: the limit is never passed by a fraction of a tick.
        _interval = perSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / perSecond);
        _head = _interval * (_burst - 1);
        _patience = settings.BudgetWait;
        _maxPause = settings.MaxPause;
        _full = _pausedUntil = time.GetTimestamp();
        _wake = time.CreateTimer(static budget => ((CallBudget)budget!).Serve(), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public CallBudgetState State
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                var delay = DelayOfNewcomer(now);
                return new CallBudgetState(
                    _limitPerSecond,
                    RemainingAt(now),
                    _line.Count,
                    delay == TimeSpan.Zero ? null : _time.GetUtcNow() + delay);
            }
        }
    }

    public ValueTask<UpstreamFailure?> AcquireAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();

        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_line.Count == 0 && TryTake(now))
                return default;

            // Nobody is served before the pause ends, so nobody waits who would not live to see it.
            if (_patience == TimeSpan.Zero || ToDuration(_pausedUntil - now) > _patience)
                return new ValueTask<UpstreamFailure?>(Exhausted(now));

            var waiter = new Waiter();
            _line.Join(waiter);
            waiter.Watch(
                _time.CreateTimer(_ => GiveUp(waiter), null, _patience, System.Threading.Timeout.InfiniteTimeSpan),
                ct.UnsafeRegister(_ => Leave(waiter, ct), null));
            Wake(now);
            return new ValueTask<UpstreamFailure?>(waiter.Outcome);
        }
    }

    public void Pause(TimeSpan duration)
    {
        if (duration > _maxPause)
            duration = _maxPause;

        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _pausedUntil = Math.Max(_pausedUntil, now + ToTicks(duration));
            // The first call after the pause is alone: a burst would run into the same wall.
            _full = Math.Max(_full, _pausedUntil + _head);
            Wake(now);
        }
    }

    public void Dispose() => _wake.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_line.Count > 0 && TryTake(now))
                _line.TakeNext().Grant();
            Wake(now);
        }
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            if (_line.Leave(waiter))
                waiter.Refuse(Exhausted(_time.GetTimestamp()));
        }
    }

    private void Leave(Waiter waiter, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_line.Leave(waiter))
                waiter.Cancel(ct);
        }
    }

    private bool TryTake(long now)
    {
        if (now < NextPermit())
            return false;

        _full = Math.Max(_full, now) + _interval;
        return true;
    }

    private long NextPermit() => Math.Max(_pausedUntil, _full - _head);

    private void Wake(long now)
    {
        if (_line.Count > 0)
            _wake.Change(Delay(NextPermit() - now), System.Threading.Timeout.InfiniteTimeSpan);
    }

    private int? RemainingAt(long now)
    {
        if (now < _pausedUntil || _line.Count > 0)
            return 0;
        if (_interval == 0)
            return null;

        var due = now - (_full - _head);
        return due < 0 ? 0 : (int)Math.Min(_burst, (due / _interval) + 1);
    }

    private TimeSpan DelayOfNewcomer(long now) => Delay(NextPermit() + (_interval * _line.Count) - now);

    private UpstreamFailure Exhausted(long now) => new(UpstreamFailureKind.BudgetExhausted, RetryAfter: DelayOfNewcomer(now));

    // Whole milliseconds, rounded up: timers know nothing finer, and one that fires early would only be set again.
    private TimeSpan Delay(long ticks) =>
        ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(ToDuration(ticks).TotalMilliseconds));

    private TimeSpan ToDuration(long ticks) => ticks <= 0 ? TimeSpan.Zero : _time.GetElapsedTime(0, ticks);

    private long ToTicks(TimeSpan duration) => (long)Math.Ceiling(duration.TotalSeconds * _time.TimestampFrequency);
}
