using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// The resilience pipeline around every attempt, outermost first: the call's deadline, retries, the version's circuit breaker, the rate limiter, the attempt's timeout.
/// </summary>
internal static class UpstreamPipeline
{
    // Polly.Core and not Microsoft.Extensions.Http.Resilience, whose handler sees only an HttpResponseMessage.
    // Here an attempt includes reading and parsing the body, and failures are values.

    // A service that fails three times in ten is unstable but not down, so the breaker needs a higher ratio.
    private const double BreakerFailureRatio = 0.8;

    public static ResiliencePipeline<AttemptOutcome> Create(UpstreamOptions options, IUpstreamRateLimiter limiter, RetryBudget retries, TimeProvider time) =>
        new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = new MonotonicTimeProvider(time) }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = static call => ValueTask.FromResult(UpstreamCallState.Of(call.Context).TimeLeft) })
            .AddRetry(CreateRetry(options, retries))
            .AddCircuitBreaker(CreateBreaker(options))
            .AddStrategy(_ => new UpstreamRateLimiterStrategy(limiter, retries), new UpstreamRateLimiterStrategyOptions())
            .AddTimeout(options.AttemptTimeout)
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
        ShouldHandle = static attempt => ValueTask.FromResult(
            attempt.Outcome.Exception is TimeoutRejectedException || attempt.Outcome.Result.Failure?.Kind == UpstreamFailureKind.Unavailable),
    };

    private static bool ShouldRetry(RetryPredicateArguments<AttemptOutcome> attempt)
    {
        var allowed = attempt.Outcome.Exception switch
        {
            null => attempt.Outcome.Result.MaxAttempts,
            TimeoutRejectedException => AttemptOutcome.MaxAttemptsAfterTimeout,
            _ => 1,
        };

        if (attempt.AttemptNumber + 1 >= allowed)
            return false;

        // Do not retry if Retry-After exceeds the remaining deadline.
        var wait = attempt.Outcome.Result.Failure?.RetryAfter ?? TimeSpan.Zero;
        return wait < UpstreamCallState.Of(attempt.Context).TimeLeft;
    }
}
