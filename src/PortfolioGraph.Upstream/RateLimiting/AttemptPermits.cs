using PortfolioGraph.Upstream.Resilience;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>Starts attempts with the permit that was acquired before the call, or else when the rate limiter grants one.</summary>
internal sealed class AttemptPermits(IUpstreamRateLimiter limiter, RetryBudget retries)
{
    // Not Polly.RateLimiting: it acquires the permit here, but the first permit is acquired before the call is planned.

    /// <summary>Waits until the next attempt of a call may be sent, and marks its permit as being sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Why there is no permit. Null if <see cref="UpstreamCallState.Permit"/> is the permit of the attempt.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ValueTask<UpstreamFailure?> UseAsync(UpstreamCallState call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (call.AcquiredPermit?.TryStartSending() != true)
            return RequestAsync(call, ct);

        Start(call, call.AcquiredPermit);
        return default;
    }

    private async ValueTask<UpstreamFailure?> RequestAsync(UpstreamCallState call, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            using var permit = limiter.Request(UpstreamCallContext.Caller, call.QueuedSince(limiter.QueueTimeout));
            if (await permit.WaitAsync(ct).ConfigureAwait(false) is { } failure)
                return failure;
            if (!permit.TryStartSending())
                continue;

            Start(call, permit);
            return null;
        }
    }

    private void Start(UpstreamCallState call, CallPermit permit)
    {
        call.Permit = permit;
        if (call.Calls == 0)
            retries.Deposit();
    }
}
