using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The queue of permits. A <see cref="CallBucket"/> and an <see cref="AnnouncedWait"/> decide when the account allows the next call, and the <see cref="PermitQueue"/> decides
/// which caller may make it. Granted permits block further grants, so returning one costs nothing. If replicas share the account, slots of the <see cref="ISharedCallBudget"/>
/// take the place of the bucket, which then has this replica's share of the limit for the time in which the shared budget cannot be reached.
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

    // A slot of the shared budget needs a round trip even if the account allows a call now.
    private static readonly TimeSpan MinSharedQueueTimeout = TimeSpan.FromSeconds(1);

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
    private readonly long _interval;
    private readonly int _burst;
    private readonly SharedBudgetSession? _shared;
    private readonly long _queueTimeout;
    private readonly long _grantTimeout;
    private readonly long _sendTimeout;
    private readonly AnnouncedWait _announcedWait;
    // Whether there is neither a limit nor an announced wait, so that permits are granted without the lock.
    private volatile bool _isUnlimited;

    public UpstreamRateLimiter(IOptions<UpstreamOptions> options, TimeProvider time, UpstreamMetrics metrics, ISharedCallBudget? shared = null)
    {
        var settings = options.Value;
        var perSecond = settings.CallsPerSecond ?? 1;

        _time = time;
        _metrics = metrics;
        _limitPerSecond = perSecond == 0 ? null : perSecond;
        // Rounded up, so that the limit is not exceeded by a fraction of a tick.
        _interval = perSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / perSecond * (1 + settings.RateLimitMargin));
        _burst = settings.Burst;
        QueueTimeout = shared is null || settings.QueueTimeout > MinSharedQueueTimeout ? settings.QueueTimeout : MinSharedQueueTimeout;
        _queueTimeout = time.ToTicks(QueueTimeout);
        _grantTimeout = time.ToTicks(GrantTimeout);
        _sendTimeout = time.ToTicks(SendTimeout);
        _announcedWait = new AnnouncedWait(time.GetTimestamp(), time.ToTicks(settings.MaxRetryAfter));
        _bucket = new CallBucket(_announcedWait.NoCallsUntil, _interval, _burst);
        _isUnlimited = _interval == 0;
        metrics.ObserveQueueLength(() => QueueLength);
        _timer = time.CreateTimer(static limiter => ((UpstreamRateLimiter)limiter!).ProcessQueue(), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        if (shared is null)
            return;

        _shared = new SharedBudgetSession(shared, time, ApplySharedState, _announcedWait, UseFallbackShare);
        UseFallbackShare();
        _shared.Start(new SharedLimit(time.GetElapsedTime(0, _interval), _burst, settings.MaxRetryAfter));
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
                Grant(permit, now, null);
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
                ScheduleNext(now);
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
            _announcedWait.Announce(now, _time.ToTicks(duration), retryAfter is not null, permit);
            // Only one call follows the pause at first, because a burst would be rejected again.
            _bucket.EmptyUntil(_announcedWait.NoCallsUntil);

            // Fail waiters that would time out before the pause ends.
            while (_queue.Oldest is { } waiter && waiter.RequestedAt + _queueTimeout < _announcedWait.NoCallsUntil)
                TimeOut(waiter, now);
            _shared?.Announce(duration, retryAfter is not null, permit?.Slot);
            ScheduleNext(now);
            return _time.ToDelay(_announcedWait.End - now);
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
                    ScheduleNext(now);
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
            if (now > permit.Slot?.ValidUntil)
            {
                Revoke(permit);
                ProcessQueue(now);
                return false;
            }

            permit.State = CallPermitState.Used;
            _bucket.Use(permit, now, isSending);
            if (!isSending)
                _shared?.ReportSent(permit);
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
            _shared?.ReportSent(permit);
            ProcessQueue(now);
        }
    }

    internal void StopTrackingSend(CallPermit permit)
    {
        lock (_gate)
        {
            if (StopSending(permit))
                ProcessQueue(_time.GetTimestamp());
        }
    }

    internal void Accept(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (!_announcedWait.Accept(permit, now))
                return;
            _shared?.EndWait(permit.Slot);
            ProcessQueue(now);
        }
    }

    internal void EndAttempt(CallPermit permit)
    {
        lock (_gate)
        {
            if (StopSending(permit) | ClearProbe(permit))
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
                foreach (var waiter in _queue.RemoveAll(permit))
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
            if (!_queue.Remove(waiter))
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
            _ = StopSending(expired);

        while (_queue.Count > 0 && IsFree(now))
            Grant(_queue.Dequeue(), now, null);

        while (_queue.Oldest is { } waiter && now - waiter.RequestedAt >= _queueTimeout)
            TimeOut(waiter, now);

        _isUnlimited = _interval == 0 && _queue.Count == 0 && !_announcedWait.IsActive(now) && IsFree(now);
        ScheduleNext(now);
    }

    private CallPermit GrantUnlimited(CallerInfo caller, long? since)
    {
        var now = _time.GetTimestamp();
        var permit = new CallPermit(this, caller, Math.Min(since ?? now, now), isUnlimited: true);
        _metrics.PermitDecided(_time.GetElapsedTime(permit.RequestedAt, now), isGranted: true);
        return permit;
    }

    private void Grant(CallPermit permit, long now, SharedSlot? slot)
    {
        foreach (var waiter in _queue.RemoveAll(permit))
            waiter.Resolve(null);

        permit.Slot = slot;
        if (slot is null)
            _shared?.NoteFallbackGrant(now);
        _bucket.Grant(permit, now);
        _announcedWait.Grant(permit, now);
        permit.Resolve(CallPermitState.Granted, null);
        _metrics.PermitDecided(_time.GetElapsedTime(permit.RequestedAt, now), isGranted: true);
        permit.FirstWaiter.Resolve(null);
    }

    private void TimeOut(PermitWaiter waiter, long now)
    {
        _ = _queue.Remove(waiter);
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
        _ = ClearProbe(permit);
        _shared?.Return(permit.Slot);
        permit.State = CallPermitState.Returned;
    }

    private bool StopSending(CallPermit permit)
    {
        if (!_bucket.StopSending(permit))
            return false;
        _shared?.ReportSent(permit);
        return true;
    }

    private bool ClearProbe(CallPermit permit)
    {
        if (!_announcedWait.ClearProbe(permit))
            return false;
        _shared?.ReleaseProbe(permit.Slot);
        return true;
    }

    private void ApplySharedState(Func<long, SharedSlot?> apply)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (apply(now) is { } slot)
            {
                // The callers may have left meanwhile, or this replica announced a wait.
                if (_queue.Count > 0 && UsesSlots(now) && now >= _announcedWait.NoCallsUntil)
                    Grant(_queue.Dequeue(), now, slot);
                else
                    _shared!.Return(slot);
            }

            ProcessQueue(now);
        }
    }

    // The bucket is empty then, because slots that were acquired before may still be used.
    private void UseFallbackShare()
    {
        var share = _shared!.FallbackShare;
        _bucket.Restart(Math.Max(_time.GetTimestamp(), _announcedWait.NoCallsUntil), (long)Math.Ceiling(_interval / share), Math.Max(1, (int)(_burst * share)));
    }

    // Without a limit, only the probe of an announced wait needs a slot.
    private bool UsesSlots(long now) => _shared?.IsUsed(now) == true && (_interval != 0 || _announcedWait.IsActive(now));

    private bool IsFree(long now) => !UsesSlots(now) && now >= NextGrantTime(now) && !IsBlocked(now);

    // A probe in flight blocks all other calls.
    private bool IsBlocked(long now) => _announcedWait.HasProbeInFlight(now) || _bucket.IsFull;

    private long NextGrantTime(long now) => Math.Max(_announcedWait.NoCallsUntil, UsesSlots(now) ? _shared!.Due : _bucket.NextGrantTime(now));

    private void ScheduleNext(long now)
    {
        _shared?.Update(now, _queue.Count > 0 && UsesSlots(now), _queue.HasInteractive);
        if (_queue.Oldest is not { } oldest)
            return;

        var due = Math.Min(oldest.RequestedAt + _queueTimeout, _shared?.NextCheck(now) ?? long.MaxValue);
        if (UsesSlots(now))
            due = Math.Min(due, _interval == 0 ? _announcedWait.End : due);
        else if (!IsBlocked(now))
            due = Math.Min(due, NextGrantTime(now));
        else if (_announcedWait.HasProbeInFlight(now))
            due = Math.Min(due, _announcedWait.End);
        _timer.Change(_time.ToDelay(due - now), System.Threading.Timeout.InfiniteTimeSpan);
    }

    private int? RemainingAt(long now)
    {
        if (_announcedWait.IsActive(now) || _queue.Count > 0)
            return 0;
        if (_interval == 0)
            return null;

        var (interval, burst) = UsesSlots(now) ? (_interval, _burst) : (_bucket.Interval, _bucket.Burst);
        var due = now - NextGrantTime(now);
        return due < 0 ? 0 : (int)Math.Clamp((due / interval) + 1, 0, burst - _bucket.Granted);
    }

    private long EstimateGrantTime(CallerInfo caller, long now) =>
        Math.Max(now, NextGrantTime(now)) + ((UsesSlots(now) ? _interval * _shared!.Turns : _bucket.Interval) * _queue.CountAhead(caller));

    // During an announced wait a new request may become the probe, but that is not certain.
    private TimeSpan EstimateWait(CallerInfo caller, long now) => _time.ToDelay(Math.Max(EstimateGrantTime(caller, now), _announcedWait.End) - now);

    private UpstreamFailure CreateFailure(PermitWaiter waiter, long now) => CreateFailure(waiter.Caller, waiter.RequestedAt + _queueTimeout, now);

    // If the queue timeout ends within an announced wait, the reported reason is the wait, whose end is the same for all callers.
    private UpstreamFailure CreateFailure(CallerInfo caller, long timeoutAt, long now) => _announcedWait.End > Math.Max(now, timeoutAt)
        ? new(UpstreamFailureKind.RateLimited, RetryAfter: _time.ToDelay(_announcedWait.End - now))
        : new(UpstreamFailureKind.BudgetExhausted, RetryAfter: EstimateWait(caller, now));
}
