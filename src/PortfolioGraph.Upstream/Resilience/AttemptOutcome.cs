namespace PortfolioGraph.Upstream.Resilience;

/// <summary>The outcome of one attempt, and how many attempts its kind of failure allows.</summary>
/// <param name="Failure">The failure. Null if the attempt succeeded.</param>
/// <param name="MaxAttempts">The maximum number of attempts, the first included.</param>
internal readonly record struct AttemptOutcome(UpstreamFailure? Failure, int MaxAttempts)
{
    public static AttemptOutcome Succeeded => new(null, 1);

    /// <summary>No complete response arrived within the attempt's time.</summary>
    public static AttemptOutcome TimedOut { get; } = new(new UpstreamFailure(UpstreamFailureKind.Timeout), 2);

    public static AttemptOutcome RateLimited(int status, TimeSpan retryAfter) => new(new UpstreamFailure(UpstreamFailureKind.RateLimited, status, retryAfter), 2);

    public static AttemptOutcome Unavailable(int? status, TimeSpan? retryAfter) => new(new UpstreamFailure(UpstreamFailureKind.Unavailable, status, retryAfter), 3);

    /// <summary>No connection could be opened. If the host was known to be unreachable before the call, only one attempt is made.</summary>
    public static AttemptOutcome Unreachable(bool wasKnown) => Unavailable(null, null) with { MaxAttempts = wasKnown ? 1 : 3 };

    public static AttemptOutcome Rejected(int status) => new(new UpstreamFailure(UpstreamFailureKind.Rejected, status), 1);

    public static AttemptOutcome Unauthorized(int status) => new(new UpstreamFailure(UpstreamFailureKind.Unauthorized, status), 1);

    public static AttemptOutcome Forbidden(int status) => new(new UpstreamFailure(UpstreamFailureKind.Forbidden, status), 1);

    /// <summary>The response was corrupted in transit.</summary>
    public static AttemptOutcome Corrupted(int status) => new(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, status), 2);

    /// <summary>The response is complete but invalid, and a retry would return the same.</summary>
    public static AttemptOutcome UnexpectedShape(int status) => new(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, status), 1);

    public static AttemptOutcome NoPermit(UpstreamFailure failure) => new(failure, 1);
}
