using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// The resilience pipeline around every attempt, outermost first: retries and the version's circuit breaker. The client adds the call's deadline around it; within it, an attempt
/// waits for the rate limiter and has its own timeout.
/// </summary>
internal static class UpstreamPipeline
{
    // Polly.Core and not Microsoft.Extensions.Http.Resilience, whose handler sees only an HttpResponseMessage.
    // Here an attempt includes reading and parsing the body, and failures are values. Timeouts and rate limiter are no strategies: each would add an asynchronous layer to each call.

    // A service that fails three times in ten is unstable but not down, so the breaker needs a higher ratio.
    private const double BreakerFailureRatio = 0.8;

    public static ResiliencePipeline<AttemptOutcome> Create(UpstreamOptions options, RetryBudget retries, TimeProvider time) =>
        new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = new MonotonicTimeProvider(time) }
            .AddRetry(CreateRetry(options, retries))
            .AddCircuitBreaker(CreateBreaker(options))
            .Build();

    private static RetryStrategyOptions<AttemptOutcome> CreateRetry(UpstreamOptions options, RetryBudget retries) => new()
    {
        // The maximum over all kinds of failures. ShouldRetry applies the limit of each kind.
        MaxRetryAttempts = 2,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        ShouldHandle = attempt => ValueTask.FromResult(ShouldRetry(attempt) && retries.TryWithdraw()),
        DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result.Failure?.RetryAfter),
    };

    private static CircuitBreakerStrategyOptions<AttemptOutcome> CreateBreaker(UpstreamOptions options) => new()
    {
        FailureRatio = BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumThroughput,
        SamplingDuration = options.BreakerSamplingDuration,
        BreakDuration = options.BreakDuration,
        ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Result.Failure?.Kind is UpstreamFailureKind.Unavailable or UpstreamFailureKind.Timeout),
    };

    private static bool ShouldRetry(RetryPredicateArguments<AttemptOutcome> attempt)
    {
        // An exception means that the call was cancelled or that the circuit breaker is open.
        if (attempt.Outcome.Exception is not null || attempt.AttemptNumber + 1 >= attempt.Outcome.Result.MaxAttempts)
            return false;

        // Do not retry if Retry-After exceeds the remaining deadline.
        var wait = attempt.Outcome.Result.Failure?.RetryAfter ?? TimeSpan.Zero;
        return wait < UpstreamCallState.Of(attempt.Context).TimeLeft;
    }
}
