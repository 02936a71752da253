namespace PortfolioGraph.Testing;

/// <summary>
/// A clock that advances only when a test advances it. Timers fire in the order of their due times, and the clock shows exactly the due time while a timer fires. Timestamps
/// follow the same clock. The wall clock can be shifted independently.
/// </summary>
/// <remarks>
/// The FakeTimeProvider of Microsoft.Extensions.TimeProvider.Testing does not suffice. It fires timers with the clock already at the end of the advance, and its timestamps
/// change with the wall clock. The tests of the rate limiter, the circuit breaker and the watch need exact due times and independent timestamps.
/// </remarks>
public sealed class SteppedTimeProvider(DateTimeOffset start) : TimeProvider
{
    // Real time, which only ends broken tests. No test depends on it.
    private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private TaskCompletionSource _timersChanged = NewSignal();
    private TimeSpan _elapsed;
    private TimeSpan _shift;

    /// <summary>Creates a clock that starts at noon UTC on July 1, 2025.</summary>
    public SteppedTimeProvider()
        : this(new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>The elapsed time since the start, without shifts of the wall clock.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
                return _elapsed;
        }
    }

    /// <summary>The number of timers that are set. At 0, advancing the clock has no effect on the tested code.</summary>
    public int TimersSet
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    /// <summary>The elapsed time at which the next timer is due. Null if no timer is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
                return _timers.Min(timer => (TimeSpan?)timer.Due);
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

    /// <summary>Shifts the wall clock only, as an administrator or a time service does.</summary>
    /// <param name="by">The shift, positive or negative.</param>
    public void ShiftWallClock(TimeSpan by)
    {
        lock (_gate)
            _shift += by;
    }

    /// <summary>Advances the clock and fires all timers that are due, including timers that callbacks set.</summary>
    /// <param name="by">The duration, not negative.</param>
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
    /// Advances the clock, timer by timer, until <paramref name="task"/> completes. Only timers due within <paramref name="horizon"/> are fired. Choose longer timeouts, so that
    /// work in flight on another thread does not time out.
    /// </summary>
    /// <param name="task">The task to wait for. Its exception is thrown.</param>
    /// <param name="horizon">The maximum time to the next timer.</param>
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
                await Task.WhenAny(task, changed).WaitAsync(RealTimeout).ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until other threads have set the next timer to exactly the given time, and advances the clock to that time.
    /// </summary>
    /// <param name="due">The due time, as elapsed time since the start.</param>
    public async Task AdvanceToTimerAsync(TimeSpan due)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _timersChanged.Task;
                if (_timers.Min(timer => (TimeSpan?)timer.Due) == due)
                    break;
            }

            await changed.WaitAsync(RealTimeout).ConfigureAwait(false);
        }

        Advance(due - Elapsed);
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
