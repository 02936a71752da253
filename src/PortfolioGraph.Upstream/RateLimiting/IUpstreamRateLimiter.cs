using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The rate limiter of the account's upstream calls, shared by both API versions and all callers in this process. Each attempt uses one permit when it is sent.
/// </summary>
/// <remarks>
/// All callers share one queue. Interactive calls have priority, but one permit in five goes to waiting background calls so that they are not starved. Within a
/// priority, clients are served round robin, however many calls each has queued. The calls of one client are served in the order of their requests.
/// </remarks>
public interface IUpstreamRateLimiter
{
    /// <summary>A snapshot of the rate limiter for a new request of <see cref="UpstreamCallContext.Caller"/>.</summary>
    RateLimiterSnapshot Current { get; }

    /// <summary>The maximum wait for a permit: <see cref="UpstreamOptions.QueueTimeout"/>.</summary>
    TimeSpan QueueTimeout { get; }

    /// <summary>
    /// Requests a permit for one call. The permit is granted at once if one is free and the queue is empty. It is rejected at once if it would be due after
    /// <see cref="UpstreamOptions.QueueTimeout"/>. Otherwise it is queued, for that time at most.
    /// </summary>
    /// <param name="caller">The caller of the call.</param>
    /// <param name="since">
    /// Since when the caller has waited for the data, a <see cref="TimeProvider.GetTimestamp"/>. The queue timeout and the call's deadline count from there. Null for now.
    /// </param>
    /// <returns>The permit: queued, granted or rejected. Dispose of it in every case.</returns>
    CallPermit Request(CallerInfo caller, long? since = null);

    /// <summary>
    /// Returns the failure of a call that got no permit. It states the estimated wait of a new request of <see cref="UpstreamCallContext.Caller"/>, or the rest of an announced wait.
    /// </summary>
    UpstreamFailure CreateExhaustedFailure();

    /// <summary>
    /// Stops granting permits after a 429. Requests rejected because of the announced wait are given its end. After <see cref="UpstreamOptions.MaxRetryAfter"/>, one call at a
    /// time probes whether the wait still applies. A longer wait announced earlier stays in force, unless the rejected call was its probe.
    /// </summary>
    /// <param name="permit">The permit of the rejected call. Null if unknown.</param>
    /// <param name="retryAfter">The announced wait. Null if none was announced, which means a wait of about a second.</param>
    /// <returns>The remaining wait, which applies to all calls.</returns>
    TimeSpan Pause(CallPermit? permit, TimeSpan? retryAfter);
}

/// <summary>A snapshot of the rate limiter.</summary>
/// <param name="LimitPerSecond">Calls per second. Null if there is no limit.</param>
/// <param name="Remaining">Permits that would be granted at once. 0 during an announced wait. Null if there is no limit and no announced wait.</param>
/// <param name="Waiting">The number of queued calls. A call with several waiters counts once.</param>
/// <param name="ResetAt">When a new request would be granted, after the queued calls that precede it and after any announced wait. Null if it would be granted at once.</param>
public sealed record RateLimiterSnapshot(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);
