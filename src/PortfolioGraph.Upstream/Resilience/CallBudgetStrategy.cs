using Polly;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>Lets an attempt through with the permit that its flow has in hand, else once the call budget grants it one.</summary>
internal sealed class CallBudgetStrategy(ICallBudget budget, RetryBudget retries) : ResilienceStrategy<AttemptOutcome>
{
    // Not Polly.RateLimiting: the permit is acquired before the call is planned, and that package acquires it here.

    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = CallProgress.Of(context);
        try
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var inHand = CallFlow.Permit;
            if (inHand?.TryUse() == true)
                call.Permit = inHand;
            else if (await UseOneAsync(call, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext) is { } failure)
                return Outcome.FromResult(AttemptOutcome.NoPermit(failure));
        }
        catch (OperationCanceledException cancellation)
        {
            return Outcome.FromException<AttemptOutcome>(cancellation);
        }

        call.Permit?.Hold();
        if (call.Calls == 0)
            retries.Earn();
        try
        {
            return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        finally
        {
            call.Permit?.End();
        }
    }

    private async Task<UpstreamFailure?> UseOneAsync(CallProgress call, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            using var permit = budget.Request(CallFlow.Origin, call.WaitsSince(budget.Patience));
            if (await permit.WaitAsync(ct).ConfigureAwait(false) is { } failure)
                return failure;
            if (!permit.TryUse())
                continue;

            call.Permit = permit;
            return null;
        }
    }
}

internal sealed class CallBudgetStrategyOptions : ResilienceStrategyOptions
{
    public CallBudgetStrategyOptions() => Name = "CallBudget";
}
