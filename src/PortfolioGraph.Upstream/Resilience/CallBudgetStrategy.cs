using Polly;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>Lets an attempt through with the permit that its flow has in hand, else once the call budget grants it one.</summary>
internal sealed class CallBudgetStrategy(ICallBudget budget, RetryBudget retries) : ResilienceStrategy<AttemptOutcome>
{
    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (CallFlow.Permit?.TryUse() != true
                && await UseOneAsync(context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext) is { } failure)
            {
                return Outcome.FromResult(AttemptOutcome.NoPermit(failure));
            }
        }
        catch (OperationCanceledException cancellation)
        {
            return Outcome.FromException<AttemptOutcome>(cancellation);
        }

        if (CallProgress.Of(context).Calls == 0)
            retries.Earn();
        return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
    }

    private async Task<UpstreamFailure?> UseOneAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            using var permit = budget.Request(CallFlow.Origin);
            if (await permit.WaitAsync(ct).ConfigureAwait(false) is { } failure)
                return failure;
            if (permit.TryUse())
                return null;
        }
    }
}

internal sealed class CallBudgetStrategyOptions : ResilienceStrategyOptions
{
    public CallBudgetStrategyOptions() => Name = "CallBudget";
}
