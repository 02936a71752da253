using Polly;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>Lets an attempt through once the call budget grants it a permit.</summary>
internal sealed class CallBudgetStrategy(ICallBudget budget) : ResilienceStrategy<AttemptOutcome>
{
    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            if (await budget.AcquireAsync(context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext) is { } failure)
                return Outcome.FromResult(AttemptOutcome.NoPermit(failure));
        }
        catch (OperationCanceledException cancellation)
        {
            return Outcome.FromException<AttemptOutcome>(cancellation);
        }

        return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
    }
}

internal sealed class CallBudgetStrategyOptions : ResilienceStrategyOptions
{
    public CallBudgetStrategyOptions() => Name = "CallBudget";
}
