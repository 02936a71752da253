using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Sharing;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// The resilience pipeline around every attempt, outermost first: retries and the version's circuit breaker. The client adds the call's deadline around it; within it, an attempt
/// waits for the rate limiter and has its own timeout.
/// </summary>
internal sealed class UpstreamPipeline
{
    // Polly.Core and not Microsoft.Extensions.Http.Resilience, whose handler sees only an HttpResponseMessage.
    // Here an attempt includes reading and parsing the body, and failures are values. Timeouts and rate limiter are no strategies: each would add an asynchronous layer to each call.

    // A service that fails three times in ten is unstable but not down, so the breaker needs a higher ratio.
    private const double BreakerFailureRatio = 0.8;

    private const string Group = "breaker";
    private const string Open = "open";
    private const string Closed = "closed";

    private readonly ResiliencePipeline<AttemptOutcome> _retries;
    private readonly ResiliencePipeline<AttemptOutcome> _breaker;
    private readonly ISharedFacts _facts;
    private readonly string _fact;
    private readonly TimeProvider _time;
    private readonly TimeSpan _breakDuration;
    private readonly TimeSpan _samplingDuration;
    // 0 if no attempt of this replica has failed yet.
    private long _lastFailureAt;
    // Until when the breaker of another replica is open, according to its last message. 0 if it is not.
    private long _openElsewhereUntil;

    public UpstreamPipeline(string name, UpstreamOptions options, RetryBudget retries, ISharedFacts facts, TimeProvider time)
    {
        (_facts, _fact, _time, _breakDuration, _samplingDuration) = (facts, $"{Group}-{name}:state", time, options.BreakDuration, options.BreakerSamplingDuration);
        facts.Listen($"{Group}-{name}", Learn);
        var monotonic = new MonotonicTimeProvider(time);
        _retries = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = monotonic }.AddRetry(CreateRetry(options, retries)).Build();
        _breaker = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = monotonic }.AddCircuitBreaker(CreateBreaker(options)).Build();
    }

    /// <summary>Makes one attempt of a call, unless the circuit breaker is open.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="call">The call.</param>
    public ValueTask<Outcome<AttemptOutcome>> AttemptAsync(ResilienceContext context, UpstreamCallState call) => TimeUntilClosedElsewhere() is { } wait
        ? ValueTask.FromResult(Outcome.FromException<AttemptOutcome>(new BrokenCircuitException("The circuit breaker of another replica is open.", wait)))
        : _breaker.ExecuteOutcomeAsync(static (attempt, state) => state.Call.AttemptAsync(attempt.CancellationToken), context, new BreakerState(call));

    /// <summary>
    /// Retries a call whose first attempt failed, as often as its failures allow. It is separate, because nearly every first attempt succeeds and needs no retry strategy around it.
    /// </summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="first">The outcome of the first attempt.</param>
    /// <returns>The outcome of the last attempt.</returns>
    public ValueTask<Outcome<AttemptOutcome>> RetryAsync(ResilienceContext context, UpstreamCallState call, Outcome<AttemptOutcome> first) =>
        _retries.ExecuteOutcomeAsync(static (attempt, state) => state.NextAsync(attempt), context, new RetryState(this, call, first));

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

    private CircuitBreakerStrategyOptions<AttemptOutcome> CreateBreaker(UpstreamOptions options) => new()
    {
        FailureRatio = BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumThroughput,
        SamplingDuration = options.BreakerSamplingDuration,
        BreakDuration = options.BreakDuration,
        OnOpened = _ =>
        {
            _facts.Publish(_fact, Open, _breakDuration);
            return default;
        },
        OnClosed = _ =>
        {
            _facts.Publish(_fact, Closed, _breakDuration);
            return default;
        },
        ShouldHandle = attempt =>
        {
            var isFailure = attempt.Outcome.Result.Failure?.Kind is UpstreamFailureKind.Unavailable or UpstreamFailureKind.Timeout;
            if (isFailure)
                Volatile.Write(ref _lastFailureAt, _time.GetTimestamp());
            return ValueTask.FromResult(isFailure);
        },
    };

    // The replica whose breaker opened tries again first. The others follow when it has succeeded, or when the same time has passed for them.
    private void Learn(string fact, string value) => Volatile.Write(ref _openElsewhereUntil, value == Open ? _time.GetTimestamp() + _time.ToTicks(_breakDuration) : 0);

    private TimeSpan? TimeUntilClosedElsewhere()
    {
        if (Volatile.Read(ref _openElsewhereUntil) is not (> 0 and var until))
            return null;
        // The other replica's network may be what fails.
        if (Volatile.Read(ref _lastFailureAt) is not (not 0 and var failedAt) || _time.GetElapsedTime(failedAt) > _samplingDuration)
            return null;
        var now = _time.GetTimestamp();
        return until > now ? _time.GetElapsedTime(now, until) : null;
    }

    private static bool ShouldRetry(RetryPredicateArguments<AttemptOutcome> attempt)
    {
        // An exception means that the call was cancelled or that the circuit breaker is open.
        if (attempt.Outcome.Exception is not null || attempt.AttemptNumber + 1 >= attempt.Outcome.Result.MaxAttempts)
            return false;

        // Do not retry if Retry-After exceeds the remaining deadline.
        var wait = attempt.Outcome.Result.Failure?.RetryAfter ?? TimeSpan.Zero;
        return wait < UpstreamCallState.Of(attempt.Context).TimeLeft;
    }

    // A struct of no generic type, so that the library's code is compiled for it and need not look up types at run time.
    private readonly record struct BreakerState(UpstreamCallState Call);

    private sealed class RetryState(UpstreamPipeline pipeline, UpstreamCallState call, Outcome<AttemptOutcome> first)
    {
        private Outcome<AttemptOutcome>? _first = first;

        public ValueTask<Outcome<AttemptOutcome>> NextAsync(ResilienceContext context)
        {
            if (_first is not { } outcome)
                return pipeline.AttemptAsync(context, call);

            _first = null;
            return ValueTask.FromResult(outcome);
        }
    }
}
