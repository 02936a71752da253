using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream;

/// <summary>
/// The right to make one call, from the moment it is asked for. Others who wait for the same call add places of their own (<see cref="AddWaiter"/>): whichever
/// place comes first serves it. What is granted and not used goes back to the budget when it is disposed of. All members may be used from any thread.
/// </summary>
public sealed class CallPermit : IDisposable
{
    private readonly UpstreamRateLimiter _limiter;
    // The budget completes permits under its lock: their continuations must not run there.
    private readonly TaskCompletionSource<UpstreamFailure?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CallPermit(UpstreamRateLimiter limiter, CallerInfo caller, long now)
    {
        _limiter = limiter;
        RequestedAt = now;
        FirstWaiter = new PermitWaiter(limiter, this, caller, now);
    }

    /// <summary>Where it stands.</summary>
    public CallPermitState State { get; internal set; }

    /// <summary>Why it was refused; null where it was not.</summary>
    public UpstreamFailure? Rejection { get; private set; }

    /// <summary>
    /// Since when it is waited for, by <see cref="TimeProvider.GetTimestamp"/>: the moment of the oldest place that still waits, or did when the permit was
    /// granted. A call's whole deadline (<see cref="UpstreamOptions.Timeout"/>) counts from here.
    /// </summary>
    public long RequestedAt { get; internal set; }

    /// <summary>The place of who asked first.</summary>
    public PermitWaiter FirstWaiter { get; }

    /// <summary>Whose permit it is: whose turn it was granted in, before that who asked for it first.</summary>
    public CallerInfo Owner => GrantedTo ?? FirstWaiter.Caller;

    /// <summary>In whose turn it was granted; null where it did not wait, or waits.</summary>
    internal CallerInfo? GrantedTo { get; set; }

    /// <summary>When it was granted, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long GrantedAt { get; set; }

    /// <summary>Since when the call is on its way out, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal long SendingSince { get; set; }

    /// <summary>The places that wait, in the order they came.</summary>
    internal List<PermitWaiter> Waiters { get; } = [];

    /// <summary>Waits until the permit is granted or refused.</summary>
    /// <param name="ct">Gives the permit up as <see cref="Dispose"/> does, at once.</param>
    /// <returns>
    /// Null when it is granted, else a failure of kind <see cref="UpstreamFailureKind.BudgetExhausted"/> with the time after which a newcomer of the same
    /// origin would be served; of kind <see cref="UpstreamFailureKind.RateLimited"/> with what is left of the wait that the upstream announced, where that is the reason.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, or the permit was disposed of while it waited.</exception>
    public ValueTask<UpstreamFailure?> WaitAsync(CancellationToken ct) =>
        _outcome.Task.IsCompleted || !ct.CanBeCanceled ? new(_outcome.Task) : new(WaitOrReturnAsync(ct));

    /// <summary>
    /// Adds a place for another who waits for the same call. It never delays the call, and never refuses it. Where the permit does not wait any more,
    /// the place has the permit's outcome.
    /// </summary>
    /// <param name="caller">On whose behalf.</param>
    public PermitWaiter AddWaiter(CallerInfo caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return _limiter.AddWaiter(this, caller);
    }

    /// <summary>
    /// Uses the permit: the call leaves now. Call it as the last thing before, since the budget grants no more than its burst to others until then.
    /// </summary>
    /// <returns>False when there is nothing to use: not granted, used already, given back, or taken back after it had lain idle for seconds.</returns>
    public bool TryUse() => _limiter.TryUse(this, isSending: false);

    /// <summary>Leaves the line with all places, or gives the permit back when it is granted and not used. Later calls do nothing.</summary>
    public void Dispose() => _limiter.Return(this);

    /// <summary>
    /// Uses the permit and marks its call as being sent, in one step. Between two steps the limiter would see neither, and could grant a permit beyond the burst.
    /// </summary>
    /// <returns>As <see cref="TryUse"/>.</returns>
    internal bool TryStartSending() => _limiter.TryUse(this, isSending: true);

    /// <summary>Marks the call as being sent. Calls that are being sent count against the burst.</summary>
    internal void MarkSending() => _limiter.MarkSending(this);

    /// <summary>The call has left, only now: the next one keeps its distance from here.</summary>
    internal void MarkSent() => _limiter.MarkSent(this);

    /// <summary>Nobody knows when the call leaves, or it does not: nothing waits for it.</summary>
    internal void StopTrackingSend() => _limiter.StopTrackingSend(this);

    /// <summary>The upstream has let the call in: if it was the probe of an announced wait, that wait is over for all.</summary>
    internal void Accept() => _limiter.Accept(this);

    /// <summary>The attempt is over, or was cancelled before it began: nothing waits for its leaving, nor for its result.</summary>
    internal void Complete() => _limiter.Complete(this);

    internal void Complete(CallPermitState state, UpstreamFailure? failure)
    {
        Rejection = failure;
        State = state;
        if (state == CallPermitState.Returned)
            _outcome.TrySetCanceled();
        else
            _outcome.TrySetResult(failure);
    }

    private async Task<UpstreamFailure?> WaitOrReturnAsync(CancellationToken ct)
    {
        using var registration = ct.UnsafeRegister(static permit => ((CallPermit)permit!).Dispose(), this);
        try
        {
            return await _outcome.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }
}

/// <summary>Where a permit stands.</summary>
public enum CallPermitState
{
    /// <summary>In the line.</summary>
    Waiting,

    /// <summary>Granted, and not used yet.</summary>
    Granted,

    /// <summary>The call has left with it.</summary>
    Used,

    /// <summary>The budget had none in time.</summary>
    Rejected,

    /// <summary>It left the line, or was given back unused.</summary>
    Returned,
}
