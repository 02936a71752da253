namespace PortfolioGraph.Testing;

/// <summary>
/// Time that stands still until a test moves it. Timers fire in the order of their moments, each with the clock standing exactly on its own moment;
/// timestamps follow the same clock, the wall clock can be shifted without them.
/// </summary>
/// <remarks>
/// It is kept beside the FakeTimeProvider of Microsoft.Extensions.TimeProvider.Testing, because that one fires the timers of one advance with its clock already at the
/// advance's end, and moves its timestamps with the wall clock. The tests of the call budget, the breaker and the watch need both the other way.
/// </remarks>
public sealed class SteppedTimeProvider(DateTimeOffset start) : TimeProvider
{
    // Real time, and only so that a broken test ends: no test depends on it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private TaskCompletionSource _timersChanged = NewSignal();
    private TimeSpan _elapsed;
    private TimeSpan _shift;

    /// <summary>Starts at noon of the first of July 2025, UTC.</summary>
    public SteppedTimeProvider()
        : this(new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>What has passed since the start, the wall clock's shifts left aside.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
                return _elapsed;
        }
    }

    /// <summary>How many timers are set: 0 means that nothing happens however much time passes.</summary>
    public int TimersSet
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return start + _elapsed + _shift;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the wall clock alone, as an administrator or a time service does.</summary>
    /// <param name="by">How far, forwards or backwards.</param>
    public void ShiftWallClock(TimeSpan by)
    {
        lock (_gate)
            _shift += by;
    }

    /// <summary>Lets time pass and fires what falls due, including timers that are set on the way.</summary>
    /// <param name="by">How much, not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Elapsed + by;
        while (TakeDue(target) is { } timer)
            timer.Fire();

        lock (_gate)
            _elapsed = target;
    }

    /// <summary>
    /// Lets time pass, timer by timer, until <paramref name="task"/> ends. Only timers due within <paramref name="horizon"/> are fired, so that the
    /// time-out of work that is still under way on another thread is left alone: choose time-outs beyond it.
    /// </summary>
    /// <param name="task">What is waited for; its exception is thrown.</param>
    /// <param name="horizon">How far ahead the next timer may lie.</param>
    public async Task AdvanceUntilAsync(Task task, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(task);
        while (!task.IsCompleted)
        {
            Task changed;
            TimeSpan? next;
            lock (_gate)
            {
                changed = _timersChanged.Task;
                next = _timers.Where(timer => timer.Due <= _elapsed + horizon).Min(timer => (TimeSpan?)timer.Due) - _elapsed;
            }

            if (next is { } wait)
                Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            else
                await Task.WhenAny(task, changed).WaitAsync(Patience).ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the next timer is due at exactly that moment, whatever other threads still have to do until then, and lets time pass up to it.
    /// </summary>
    /// <param name="moment">The moment, as time passed since the start.</param>
    public async Task AdvanceToTimerAsync(TimeSpan moment)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _timersChanged.Task;
                if (_timers.Min(timer => (TimeSpan?)timer.Due) == moment)
                    break;
            }

            await changed.WaitAsync(Patience).ConfigureAwait(false);
        }

        Advance(moment - Elapsed);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeTimer? TakeDue(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is null)
                return null;

            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            if (next.Period > TimeSpan.Zero)
                next.Due += next.Period;
            else
                _timers.Remove(next);
            return next;
        }
    }

    private sealed class FakeTimer(SteppedTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource signal;
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._elapsed + dueTime;
                    Period = period;
                    time._timers.Add(this);
                }

                signal = time._timersChanged;
                time._timersChanged = NewSignal();
            }

            signal.SetResult();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
