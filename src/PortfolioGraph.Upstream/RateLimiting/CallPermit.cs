using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The right to make one call, from the request for it on. Other callers that wait for the same call add their own waiters (<see cref="AddWaiter"/>). The permit is
/// granted when the first of its waiters is served. Disposing of a granted, unused permit returns it to the rate limiter. All members are thread-safe.
/// </summary>
public sealed class CallPermit : IDisposable
{
    private readonly UpstreamRateLimiter _limiter;
    private readonly bool _isUnlimited;
    private CallPermitState _state;
    // Null if the permit was never queued.
    private TaskCompletionSource<UpstreamFailure?>? _pending;

    /// <summary>Creates a permit.</summary>
    /// <param name="limiter">The rate limiter.</param>
    /// <param name="caller">The caller that requests the permit.</param>
    /// <param name="now">The time of the request.</param>
    /// <param name="isUnlimited">Whether the permit is granted without any limit. The rate limiter need not know what becomes of it.</param>
    internal CallPermit(UpstreamRateLimiter limiter, CallerInfo caller, long now, bool isUnlimited)
    {
        _limiter = limiter;
        _isUnlimited = isUnlimited;
        _state = isUnlimited ? CallPermitState.Granted : CallPermitState.Waiting;
        RequestedAt = now;
        FirstWaiter = new PermitWaiter(limiter, this, caller, now);
    }

    /// <summary>The permit's state.</summary>
    public CallPermitState State
    {
        get => _state;
        internal set => _state = value;
    }

    /// <summary>Why the permit was rejected. Null if it was not.</summary>
    public UpstreamFailure? Rejection { get; private set; }

    /// <summary>
    /// The start of the wait, a <see cref="TimeProvider.GetTimestamp"/>: that of the oldest remaining waiter, or of the oldest one at the time of the grant.
    /// A call's deadline (<see cref="UpstreamOptions.Timeout"/>) counts from here.
    /// </summary>
    public long RequestedAt { get; internal set; }

    /// <summary>The waiter of the caller that requested the permit.</summary>
    public PermitWaiter FirstWaiter { get; }

    /// <summary>The caller whose waiter the permit was granted to. Until the grant, the caller that requested the permit.</summary>
    public CallerInfo Owner => GrantedTo ?? FirstWaiter.Caller;

    /// <summary>The caller whose queued waiter the permit was granted to. Null if the permit is still queued or never was.</summary>
    internal CallerInfo? GrantedTo { get; set; }

    /// <summary>When the permit was granted, a <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long GrantedAt { get; set; }

    /// <summary>Returns the time from the request for the permit to its grant; zero if it is not granted, or if there is no limit.</summary>
    /// <param name="time">The clock of the rate limiter.</param>
    internal TimeSpan GetWaitTime(TimeProvider time) => GrantedAt > RequestedAt ? time.GetElapsedTime(RequestedAt, GrantedAt) : TimeSpan.Zero;

    /// <summary>Since when the call is being sent, a <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long SendingSince { get; set; }

    /// <summary>The slot of the budget that replicas share. Null if the permit was granted without one.</summary>
    internal SharedSlot? Slot { get; set; }

    /// <summary>The queued waiters, oldest first.</summary>
    internal List<PermitWaiter> Waiters => field ??= [];

    /// <summary>Whether the rate limiter must know when the call is being sent and was sent, because the interval to the next call starts then.</summary>
    internal bool TracksSending => !_isUnlimited;

    /// <summary>Waits until the permit is granted or rejected.</summary>
    /// <param name="ct">Cancels the wait and returns the permit as <see cref="Dispose"/> does.</param>
    /// <returns>
    /// Null if the permit was granted. If an announced wait is the reason for the rejection, a <see cref="UpstreamFailureKind.RateLimited"/> failure with the remaining time.
    /// Otherwise a <see cref="UpstreamFailureKind.BudgetExhausted"/> failure with the estimated wait of a new request of the same caller.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, or the permit was disposed of while queued.</exception>
    public ValueTask<UpstreamFailure?> WaitAsync(CancellationToken ct)
    {
        if (_pending is null)
            return new(Rejection);
        return _pending.Task.IsCompleted || !ct.CanBeCanceled ? new(_pending.Task) : new(WaitOrReturnAsync(_pending.Task, ct));
    }

    /// <summary>
    /// Adds a waiter for another caller of the same call. Adding a waiter never delays or rejects the call. If the permit is no longer queued, the waiter completes
    /// with the permit's outcome.
    /// </summary>
    /// <param name="caller">The other caller.</param>
    public PermitWaiter AddWaiter(CallerInfo caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return _limiter.AddWaiter(this, caller);
    }

    /// <summary>
    /// Uses the permit for a call that is sent now. Call this method right before sending, because granted permits count against the burst until they are used.
    /// </summary>
    /// <returns>False if the permit is not granted, is already used, was returned, or was revoked after seconds without use.</returns>
    public bool TryUse() => _isUnlimited ? TryEndGrant(CallPermitState.Used) : _limiter.TryUse(this, isSending: false);

    /// <summary>Removes a queued permit and all its waiters, or returns a granted, unused permit. Does nothing otherwise.</summary>
    public void Dispose()
    {
        if (_isUnlimited)
            TryEndGrant(CallPermitState.Returned);
        else
            _limiter.Return(this);
    }

    /// <summary>
    /// Uses the permit and marks its call as being sent, in one step. Between two steps the rate limiter would see neither and could grant a permit beyond the burst.
    /// </summary>
    /// <returns>As <see cref="TryUse"/>.</returns>
    internal bool TryStartSending() => _isUnlimited ? TryEndGrant(CallPermitState.Used) : _limiter.TryUse(this, isSending: true);

    /// <summary>Marks the call as being sent. Calls that are being sent count against the burst.</summary>
    internal void MarkSending() => _limiter.MarkSending(this);

    /// <summary>Marks the call as sent. The interval to the next call starts now.</summary>
    internal void MarkSent() => _limiter.MarkSent(this);

    /// <summary>Stops counting the call against the burst, because its time of sending is unknown or it will not be sent.</summary>
    internal void StopTrackingSend() => _limiter.StopTrackingSend(this);

    /// <summary>Notes that the upstream accepted the call. If the call is the probe of an announced wait, the wait ends.</summary>
    internal void Accept()
    {
        if (!_isUnlimited)
            _limiter.Accept(this);
    }

    /// <summary>Notes that the attempt has ended or was cancelled before it started. Other permits no longer wait for its sending or its result.</summary>
    internal void EndAttempt()
    {
        if (!_isUnlimited)
            _limiter.EndAttempt(this);
    }

    /// <summary>Makes the permit wait until it is resolved. Called before other threads know the permit.</summary>
    internal void StartWaiting()
    {
        // The rate limiter completes permits under its lock, where continuations must not run.
        _pending = new TaskCompletionSource<UpstreamFailure?>(TaskCreationOptions.RunContinuationsAsynchronously);
        FirstWaiter.StartWaiting();
    }

    internal void Resolve(CallPermitState state, UpstreamFailure? failure)
    {
        Rejection = failure;
        State = state;
        if (state == CallPermitState.Returned)
            _pending?.TrySetCanceled();
        else
            _pending?.TrySetResult(failure);
    }

    private bool TryEndGrant(CallPermitState state) => Interlocked.CompareExchange(ref _state, state, CallPermitState.Granted) == CallPermitState.Granted;

    private async Task<UpstreamFailure?> WaitOrReturnAsync(Task<UpstreamFailure?> outcome, CancellationToken ct)
    {
        using var registration = ct.UnsafeRegister(static permit => ((CallPermit)permit!).Dispose(), this);
        try
        {
            return await outcome.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }
}

/// <summary>The state of a permit.</summary>
public enum CallPermitState
{
    /// <summary>Queued.</summary>
    Waiting,

    /// <summary>Granted and not used yet.</summary>
    Granted,

    /// <summary>Used by a call.</summary>
    Used,

    /// <summary>Rejected, because the wait for the permit was, or would have been, too long.</summary>
    Rejected,

    /// <summary>Removed from the queue, returned unused, or revoked.</summary>
    Returned,
}
