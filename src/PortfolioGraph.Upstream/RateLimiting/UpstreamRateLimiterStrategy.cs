using Polly;
using PortfolioGraph.Upstream.Resilience;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>Starts an attempt with the permit that was acquired before the call, or else when the rate limiter grants one.</summary>
internal sealed class UpstreamRateLimiterStrategy(IUpstreamRateLimiter limiter, RetryBudget retries) : ResilienceStrategy<AttemptOutcome>
{
    // Not Polly.RateLimiting: it acquires the permit here, but the first permit is acquired before the call is planned.

    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = UpstreamCallState.Of(context);
        try
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (call.AcquiredPermit?.TryStartSending() == true)
                call.Permit = call.AcquiredPermit;
            else if (await UsePermitAsync(call, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext) is { } failure)
                return Outcome.FromResult(AttemptOutcome.NoPermit(failure));
        }
        catch (OperationCanceledException cancellation)
        {
            return Outcome.FromException<AttemptOutcome>(cancellation);
        }

        if (call.Calls == 0)
            retries.Deposit();
        try
        {
            return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        finally
        {
            call.Permit?.EndAttempt();
        }
    }

    private async Task<UpstreamFailure?> UsePermitAsync(UpstreamCallState call, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            using var permit = limiter.Request(UpstreamCallContext.Caller, call.QueuedSince(limiter.QueueTimeout));
            if (await permit.WaitAsync(ct).ConfigureAwait(false) is { } failure)
                return failure;
            if (!permit.TryStartSending())
                continue;

            call.Permit = permit;
            return null;
        }
    }
}

internal sealed class UpstreamRateLimiterStrategyOptions : ResilienceStrategyOptions
{
    public UpstreamRateLimiterStrategyOptions() => Name = "UpstreamRateLimiter";
}
