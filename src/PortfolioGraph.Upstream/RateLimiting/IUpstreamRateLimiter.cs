namespace PortfolioGraph.Upstream;

/// <summary>
/// The account's calls per second, shared by both versions and everyone in this process. Each attempt uses one permit as it leaves.
/// </summary>
/// <remarks>
/// Who waits stands in one line. Interactive requests go before polls, but of five permits one is a poll's where polls wait, so that a server busy for
/// hours still tells its subscribers something. Among those of one priority the clients take turns, whatever number of calls each waits for; a client's
/// own calls are served in the order they were asked for.
/// </remarks>
public interface IUpstreamRateLimiter
{
    /// <summary>The budget at this moment, as a newcomer of <see cref="UpstreamCallContext.Caller"/> finds it.</summary>
    RateLimiterSnapshot Current { get; }

    /// <summary>How long anybody waits for a permit: <see cref="UpstreamOptions.QueueTimeout"/>.</summary>
    TimeSpan QueueTimeout { get; }

    /// <summary>
    /// Asks for a permit for one call. It is granted at once where one is free and nobody waits; refused at once where its turn would come after
    /// <see cref="UpstreamOptions.QueueTimeout"/>; else it stands in line, for that time at most.
    /// </summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="since">
    /// Since when its origin waits for what this call is a part of, by <see cref="TimeProvider.GetTimestamp"/>: its patience and the call's whole deadline count
    /// from there. Null for from now.
    /// </param>
    /// <returns>The permit, waiting, granted or refused. To be disposed of in every case.</returns>
    CallPermit Request(CallerInfo caller, long? since = null);

    /// <summary>
    /// The failure of a wait for a permit: nothing was sent, and after which time a newcomer of <see cref="UpstreamCallContext.Caller"/> would be served, or an announced wait ends.
    /// </summary>
    UpstreamFailure CreateExhaustedFailure();

    /// <summary>
    /// Grants nothing for a while, since the upstream said (429) that the account asks too often. Every request that is refused for the announced wait gets its end; after
    /// <see cref="UpstreamOptions.MaxRetryAfter"/> one call at a time probes whether the wait still holds. A longer wait that was announced before stays, unless the refused call
    /// was its probe.
    /// </summary>
    /// <param name="permit">The permit of the refused call; null if it is not known.</param>
    /// <param name="retryAfter">The wait that was announced; null if none was, so that one of about a second is taken.</param>
    /// <returns>What is left of the wait that now holds for all.</returns>
    TimeSpan Pause(CallPermit? permit, TimeSpan? retryAfter);
}

/// <summary>A call budget at one moment.</summary>
/// <param name="LimitPerSecond">Calls per second; null when there is no limit.</param>
/// <param name="Remaining">Permits that would be granted at once; 0 within an announced wait; null when there is no limit and no wait.</param>
/// <param name="Waiting">How many calls wait for a permit, however many share each.</param>
/// <param name="ResetAt">When a newcomer would be served, after all who wait now and whose turn is earlier, and not before the end of an announced wait; null when it would be at once.</param>
public sealed record RateLimiterSnapshot(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);
