namespace PortfolioGraph.Upstream;

/// <summary>
/// The account's calls per second, shared by both versions and everyone in this process. Each attempt takes one permit before it leaves.
/// </summary>
public interface ICallBudget
{
    /// <summary>The budget at this moment.</summary>
    CallBudgetState State { get; }

    /// <summary>
    /// Waits, first come first served, for a permit.
    /// </summary>
    /// <param name="ct">Leaves the line; the place is free for others at once.</param>
    /// <returns>Null when the permit is granted, else a failure of kind <see cref="UpstreamFailureKind.BudgetExhausted"/> with the time after which a newcomer would be served.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled before a permit came.</exception>
    ValueTask<UpstreamFailure?> AcquireAsync(CancellationToken ct);

    /// <summary>
    /// Grants nothing for a while, since the upstream said that the account asks too often. A longer pause already under way stays.
    /// </summary>
    /// <param name="duration">How long; cut to <see cref="UpstreamOptions.MaxPause"/>.</param>
    void Pause(TimeSpan duration);
}

/// <summary>A call budget at one moment.</summary>
/// <param name="LimitPerSecond">Calls per second; null when there is no limit.</param>
/// <param name="Remaining">Permits that would be granted at once; null when there is no limit and no pause.</param>
/// <param name="Waiting">How many wait for a permit.</param>
/// <param name="ResetAt">When a newcomer would be served, after all who wait now; null when it would be at once.</param>
public sealed record CallBudgetState(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);
