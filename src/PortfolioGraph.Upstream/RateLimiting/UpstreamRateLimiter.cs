using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The queue of permits. A <see cref="CallBucket"/> and an <see cref="AnnouncedWait"/> decide when the account allows the next call, and the <see cref="PermitQueue"/> decides
/// which caller may make it. Granted permits block further grants, so returning one costs nothing.
/// All times are of <see cref="TimeProvider.GetTimestamp"/>, because the wall clock may change.
/// </summary>
internal sealed class UpstreamRateLimiter : IUpstreamRateLimiter, IDisposable
{
    // Not System.Threading.RateLimiting: its token bucket has no TimeProvider, no fairness between clients, no return of permits and no pause after a 429.

    // A granted permit is normally used at once. After this time it is considered lost and revoked.
    private static readonly TimeSpan GrantTimeout = TimeSpan.FromSeconds(5);

    // Opening a connection or a busy machine may delay the sending of a call. The timeout keeps one stalled connection from blocking all calls.
    // It has no timer of its own but is checked whenever the queue changes; the end of the attempt unblocks the other calls too.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    // The wait after a 429 without Retry-After.
    private const int MaxJitterMilliseconds = 500;
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly PermitQueue _queue = new();
    private readonly TimeProvider _time;
    private readonly UpstreamMetrics _metrics;
    private readonly ITimer _timer;
    private readonly decimal? _limitPerSecond;
    private readonly CallBucket _bucket;
    private readonly long _queueTimeout;
    private readonly long _grantTimeout;
    private readonly long _sendTimeout;
    private readonly AnnouncedWait _announcedWait;
    // Whether there is neither a limit nor an announced wait, so that permits are granted without the lock.
    private volatile bool _isUnlimited;

    public UpstreamRateLimiter(IOptions<UpstreamOptions> options, TimeProvider time, UpstreamMetrics metrics)
    {
        var settings = options.Value;
        var perSecond = settings.CallsPerSecond ?? 1;

        _time = time;
        _metrics = metrics;
        _limitPerSecond = perSecond == 0 ? null : perSecond;
        // Rounded up, so that the limit is not exceeded by a fraction of a tick.
        var interval = perSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / perSecond * (1 + settings.RateLimitMargin));
        QueueTimeout = settings.QueueTimeout;
        _queueTimeout = ToTicks(QueueTimeout);
        _grantTimeout = ToTicks(GrantTimeout);
        _sendTimeout = ToTicks(SendTimeout);
        _announcedWait = new AnnouncedWait(time.GetTimestamp(), ToTicks(settings.MaxRetryAfter));
        _bucket = new CallBucket(_announcedWait.NoCallsUntil, interval, settings.Burst);
        _isUnlimited = interval == 0;
        metrics.ObserveQueueLength(() => QueueLength);
        _timer = time.CreateTimer(static limiter => ((UpstreamRateLimiter)limiter!).ProcessQueue(), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public RateLimiterSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                var delay = EstimateWait(UpstreamCallContext.Caller, now);
                return new RateLimiterSnapshot(
                    _limitPerSecond,
                    RemainingAt(now),
                    _queue.Count,
                    delay == TimeSpan.Zero ? null : _time.GetUtcNow() + delay);
            }
        }
    }

    public TimeSpan QueueTimeout { get; }

    private int QueueLength
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    public CallPermit Request(CallerInfo caller, long? since = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (_isUnlimited)
            return GrantUnlimited(caller, since);

        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var permit = new CallPermit(this, caller, Math.Min(since ?? now, now), isUnlimited: false);
            ProcessQueue(now);

            if (_queue.Count == 0 && IsFree(now))
            {
                Grant(permit, now);
            }
            else if (_queueTimeout == 0 || EstimateGrantTime(caller, now) - permit.RequestedAt > _queueTimeout)
            {
                var failure = CreateFailure(permit.FirstWaiter, now);
                Reject(permit, failure, now);
                permit.FirstWaiter.Resolve(failure);
            }
            else
            {
                permit.StartWaiting();
                _queue.Enqueue(permit.FirstWaiter);
                ScheduleTimer(now);
            }

            return permit;
        }
    }

    public UpstreamFailure CreateExhaustedFailure()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            return CreateFailure(UpstreamCallContext.Caller, now, now);
        }
    }

    public TimeSpan Pause(CallPermit? permit, TimeSpan? retryAfter)
    {
        var duration = retryAfter ?? MinPause + TimeSpan.FromMilliseconds(Random.Shared.Next(MaxJitterMilliseconds));
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _isUnlimited = false;
            _announcedWait.Announce(now, ToTicks(duration), retryAfter is not null, permit);
            // Only one call follows the pause at first, because a burst would be rejected again.
            _bucket.EmptyUntil(_announcedWait.NoCallsUntil);

            // Fail waiters that would time out before the pause ends.
            while (_queue.Oldest is { } waiter && waiter.RequestedAt + _queueTimeout < _announcedWait.NoCallsUntil)
                TimeOut(waiter, now);
            ScheduleTimer(now);
            return ToDelay(_announcedWait.End - now);
        }
    }

    public void Dispose() => _timer.Dispose();

    internal PermitWaiter AddWaiter(CallPermit permit, CallerInfo caller)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var waiter = new PermitWaiter(this, permit, caller, now);
            switch (permit.State)
            {
                case CallPermitState.Waiting:
                    waiter.StartWaiting();
                    _queue.Enqueue(waiter);
                    ScheduleTimer(now);
                    break;

                case CallPermitState.Granted or CallPermitState.Used:
                    waiter.Resolve(null);
                    break;

                case CallPermitState.Rejected:
                    waiter.Resolve(CreateFailure(waiter, now));
                    break;

                default:
                    waiter.Cancel();
                    break;
            }

            return waiter;
        }
    }

    internal bool TryUse(CallPermit permit, bool isSending)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Granted)
                return false;

            var now = _time.GetTimestamp();
            permit.State = CallPermitState.Used;
            _bucket.Use(permit, now, isSending);
            ProcessQueue(now);
            return true;
        }
    }

    internal void MarkSending(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State == CallPermitState.Used)
                _bucket.MarkSending(permit, _time.GetTimestamp());
        }
    }

    internal void MarkSent(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Used)
                return;

            var now = _time.GetTimestamp();
            _bucket.MarkSent(permit, now);
            ProcessQueue(now);
        }
    }

    internal void StopTrackingSend(CallPermit permit)
    {
        lock (_gate)
        {
            if (_bucket.StopSending(permit))
                ProcessQueue(_time.GetTimestamp());
        }
    }

    internal void Accept(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_announcedWait.Accept(permit, now))
                ProcessQueue(now);
        }
    }

    internal void EndAttempt(CallPermit permit)
    {
        lock (_gate)
        {
            if (_bucket.StopSending(permit) | _announcedWait.ClearProbe(permit))
                ProcessQueue(_time.GetTimestamp());
        }
    }

    internal void Return(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (permit.State == CallPermitState.Waiting)
            {
                foreach (var waiter in DequeueAll(permit))
                    waiter.Cancel();
                permit.Resolve(CallPermitState.Returned, null);
                ProcessQueue(now);
            }
            else if (permit.State == CallPermitState.Granted)
            {
                Revoke(permit);
                ProcessQueue(now);
            }
        }
    }

    internal void Remove(PermitWaiter waiter)
    {
        lock (_gate)
        {
            if (!Dequeue(waiter))
                return;

            waiter.Cancel();
            if (waiter.Permit.Waiters.Count == 0)
                waiter.Permit.Resolve(CallPermitState.Returned, null);
            ProcessQueue(_time.GetTimestamp());
        }
    }

    private void ProcessQueue()
    {
        lock (_gate)
            ProcessQueue(_time.GetTimestamp());
    }

    private void ProcessQueue(long now)
    {
        while (_bucket.OldestGranted is { } expired && now - expired.GrantedAt > _grantTimeout)
            Revoke(expired);
        while (_bucket.OldestSending is { } expired && now - expired.SendingSince >= _sendTimeout)
            _ = _bucket.StopSending(expired);

        while (_queue.Count > 0 && IsFree(now))
            Grant(_queue.Dequeue(), now);

        while (_queue.Oldest is { } waiter && now - waiter.RequestedAt >= _queueTimeout)
            TimeOut(waiter, now);

        _isUnlimited = _bucket.Interval == 0 && _queue.Count == 0 && IsFree(now) && !_announcedWait.IsActive(now);
        ScheduleTimer(now);
    }

    private CallPermit GrantUnlimited(CallerInfo caller, long? since)
    {
        var now = _time.GetTimestamp();
        var permit = new CallPermit(this, caller, Math.Min(since ?? now, now), isUnlimited: true);
        _metrics.PermitDecided(_time.GetElapsedTime(permit.RequestedAt, now), isGranted: true);
        return permit;
    }

    private void Grant(CallPermit permit, long now)
    {
        foreach (var waiter in DequeueAll(permit))
            waiter.Resolve(null);

        _bucket.Grant(permit, now);
        _announcedWait.Grant(permit, now);
        permit.Resolve(CallPermitState.Granted, null);
        _metrics.PermitDecided(_time.GetElapsedTime(permit.RequestedAt, now), isGranted: true);
        permit.FirstWaiter.Resolve(null);
    }

    private void TimeOut(PermitWaiter waiter, long now)
    {
        Dequeue(waiter);
        var failure = CreateFailure(waiter, now);
        waiter.Resolve(failure);
        if (waiter.Permit.Waiters.Count == 0)
            Reject(waiter.Permit, failure, now);
    }

    private void Reject(CallPermit permit, UpstreamFailure failure, long now)
    {
        permit.Resolve(CallPermitState.Rejected, failure);
        _metrics.PermitDecided(_time.GetElapsedTime(permit.RequestedAt, now), isGranted: false);
    }

    private void Revoke(CallPermit permit)
    {
        _bucket.Return(permit);
        _ = _announcedWait.ClearProbe(permit);
        permit.State = CallPermitState.Returned;
    }

    private PermitWaiter[] DequeueAll(CallPermit permit)
    {
        PermitWaiter[] waiters = [.. permit.Waiters];
        foreach (var waiter in waiters)
            _queue.Remove(waiter);
        return waiters;
    }

    private bool Dequeue(PermitWaiter waiter)
    {
        if (!_queue.Remove(waiter))
            return false;

        if (waiter.Permit.Waiters is [var oldest, ..])
            waiter.Permit.RequestedAt = oldest.RequestedAt;
        return true;
    }

    private bool IsFree(long now) => now >= NextGrantTime(now) && !IsBlocked(now);

    // A probe in flight blocks all other calls.
    private bool IsBlocked(long now) => _announcedWait.HasProbeInFlight(now) || _bucket.IsFull;

    private long NextGrantTime(long now) => Math.Max(_announcedWait.NoCallsUntil, _bucket.NextGrantTime(now));

    private void ScheduleTimer(long now)
    {
        if (_queue.Oldest is not { } oldest)
            return;

        var due = oldest.RequestedAt + _queueTimeout;
        if (!IsBlocked(now))
            due = Math.Min(due, NextGrantTime(now));
        else if (_announcedWait.HasProbeInFlight(now))
            due = Math.Min(due, _announcedWait.End);
        _timer.Change(ToDelay(due - now), System.Threading.Timeout.InfiniteTimeSpan);
    }

    private int? RemainingAt(long now)
    {
        if (_announcedWait.IsActive(now) || _queue.Count > 0)
            return 0;
        return _bucket.Interval == 0 ? null : _bucket.RemainingAt(now, NextGrantTime(now));
    }

    private long EstimateGrantTime(CallerInfo caller, long now) => Math.Max(now, NextGrantTime(now)) + (_bucket.Interval * _queue.CountAhead(caller));

    // During an announced wait a new request may become the probe, but that is not certain.
    private TimeSpan EstimateWait(CallerInfo caller, long now) => ToDelay(Math.Max(EstimateGrantTime(caller, now), _announcedWait.End) - now);

    private UpstreamFailure CreateFailure(PermitWaiter waiter, long now) => CreateFailure(waiter.Caller, waiter.RequestedAt + _queueTimeout, now);

    // If the queue timeout ends within an announced wait, the reported reason is the wait, whose end is the same for all callers.
    private UpstreamFailure CreateFailure(CallerInfo caller, long timeoutAt, long now) => _announcedWait.End > Math.Max(now, timeoutAt)
        ? new(UpstreamFailureKind.RateLimited, RetryAfter: ToDelay(_announcedWait.End - now))
        : new(UpstreamFailureKind.BudgetExhausted, RetryAfter: EstimateWait(caller, now));

    // Whole milliseconds, rounded up. Timers have no finer resolution, and a timer that fires early would have to be set again.
    private TimeSpan ToDelay(long ticks) =>
        ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(0, ticks).TotalMilliseconds));

    private long ToTicks(TimeSpan duration) => (long)Math.Ceiling(duration.TotalSeconds * _time.TimestampFrequency);
}
