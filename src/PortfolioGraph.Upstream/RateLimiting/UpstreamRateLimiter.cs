using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The queue of permits. The <see cref="AccountGate"/> decides when the account allows the next call, and the <see cref="PermitQueue"/> decides which caller may make it.
/// Granted permits block further grants, so returning one costs nothing.
/// All times are of <see cref="TimeProvider.GetTimestamp"/>, because the wall clock may change.
/// </summary>
internal sealed class UpstreamRateLimiter : IUpstreamRateLimiter, IDisposable
{
    // Not System.Threading.RateLimiting: its token bucket has no TimeProvider, no fairness between clients, no return of permits and no pause after a 429.

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
    private readonly long _queueTimeout;
    private readonly AccountGate _account;
    // Whether there is neither a limit nor an announced wait, so that permits are granted without the lock.
    private volatile bool _isUnlimited;

    public UpstreamRateLimiter(IOptions<UpstreamOptions> options, TimeProvider time, UpstreamMetrics metrics, ISharedCallBudget? shared = null)
    {
        var settings = options.Value;

        _time = time;
        _metrics = metrics;
        _limitPerSecond = settings.CallsPerSecond is 0 ? null : settings.CallsPerSecond ?? 1;
        QueueTimeout = shared is null || settings.QueueTimeout > MinSharedQueueTimeout ? settings.QueueTimeout : MinSharedQueueTimeout;
        _queueTimeout = time.ToTicks(QueueTimeout);
        _account = new AccountGate(settings, time, shared, ApplySharedState);
        _isUnlimited = !_account.HasLimit;
        metrics.ObserveQueueLength(() => QueueLength);
        metrics.ObserveGranted(() => GrantedCount);
        _timer = time.CreateTimer(static limiter => ((UpstreamRateLimiter)limiter!).ProcessQueue(), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        lock (_gate)
            _account.Start();
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
                    _queue.Count > 0 ? 0 : _account.RemainingAt(now),
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

    private int GrantedCount
    {
        get
        {
            lock (_gate)
                return _account.GrantedCount;
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

            if (_queue.Count == 0 && _account.IsFree(now))
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
            _account.Announce(now, duration, retryAfter is not null, permit);

            // Fail waiters that would time out before the pause ends.
            while (_queue.Oldest is { } waiter && waiter.RequestedAt + _queueTimeout < _account.NoCallsUntil)
                TimeOut(waiter, now);
            ScheduleNext(now);
            return _time.ToDelay(_account.WaitEnd - now);
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
            if (!_account.TryUse(permit, now, isSending))
            {
                Revoke(permit);
                ProcessQueue(now);
                return false;
            }

            permit.State = CallPermitState.Used;
            ProcessQueue(now);
            return true;
        }
    }

    internal void MarkSending(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State == CallPermitState.Used)
                _account.MarkSending(permit, _time.GetTimestamp());
        }
    }

    internal void MarkSent(CallPermit permit)
    {
        lock (_gate)
        {
            if (permit.State != CallPermitState.Used)
                return;

            var now = _time.GetTimestamp();
            _account.MarkSent(permit, now);
            ProcessQueue(now);
        }
    }

    internal void StopTrackingSend(CallPermit permit)
    {
        lock (_gate)
        {
            if (_account.StopSending(permit))
                ProcessQueue(_time.GetTimestamp());
        }
    }

    internal void Accept(CallPermit permit)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_account.Accept(permit, now))
                ProcessQueue(now);
        }
    }

    internal void EndAttempt(CallPermit permit)
    {
        lock (_gate)
        {
            if (_account.StopSending(permit) | _account.ClearProbe(permit))
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
        while (_account.ExpiredGrant(now) is { } expired)
            Revoke(expired);
        _account.ExpireSending(now);

        while (_queue.Count > 0 && _account.IsFree(now))
            Grant(_queue.Dequeue(), now, null);

        while (_queue.Oldest is { } waiter && now - waiter.RequestedAt >= _queueTimeout)
            TimeOut(waiter, now);

        _isUnlimited = _queue.Count == 0 && _account.IsUnlimited(now);
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

        _account.Grant(permit, slot, now);
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
        _account.Return(permit);
        permit.State = CallPermitState.Returned;
    }

    private void ApplySharedState(Func<long, SharedSlot?> apply)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (apply(now) is { } slot)
            {
                // The callers may have left meanwhile, or this replica announced a wait.
                if (_queue.Count > 0 && _account.NeedsSlots(now) && now >= _account.NoCallsUntil)
                    Grant(_queue.Dequeue(), now, slot);
                else
                    _account.Return(slot);
            }

            ProcessQueue(now);
        }
    }

    private void ScheduleNext(long now)
    {
        _account.RequestSlot(now, _queue.Count > 0, _queue.HasInteractive);
        if (_queue.Oldest is { } oldest)
            _timer.Change(_time.ToDelay(Math.Min(oldest.RequestedAt + _queueTimeout, _account.NextCheck(now)) - now), System.Threading.Timeout.InfiniteTimeSpan);
    }

    private long EstimateGrantTime(CallerInfo caller, long now) => Math.Max(now, _account.NextGrantTime(now)) + (_account.GrantInterval(now) * _queue.CountAhead(caller));

    // During an announced wait a new request may become the probe, but that is not certain.
    private TimeSpan EstimateWait(CallerInfo caller, long now) => _time.ToDelay(Math.Max(EstimateGrantTime(caller, now), _account.WaitEnd) - now);

    private UpstreamFailure CreateFailure(PermitWaiter waiter, long now) => CreateFailure(waiter.Caller, waiter.RequestedAt + _queueTimeout, now);

    // If the queue timeout ends within an announced wait, the reported reason is the wait, whose end is the same for all callers.
    private UpstreamFailure CreateFailure(CallerInfo caller, long timeoutAt, long now) => _account.WaitEnd > Math.Max(now, timeoutAt)
        ? new(UpstreamFailureKind.RateLimited, RetryAfter: _time.ToDelay(_account.WaitEnd - now))
        : new(UpstreamFailureKind.BudgetExhausted, RetryAfter: EstimateWait(caller, now));
}
