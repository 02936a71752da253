namespace PortfolioGraph.Upstream.Resilience;

/// <summary>How one attempt ended, and how many calls its kind of trouble is worth in all.</summary>
/// <param name="Failure">Null when the attempt brought the answer.</param>
/// <param name="MaxAttempts">The most calls to make for this; the figures are TROUBLE's, section 1.</param>
internal readonly record struct AttemptOutcome(UpstreamFailure? Failure, int MaxAttempts)
{
    /// <summary>A time-out reaches the pipeline as an exception, which cannot carry its own figure.</summary>
    public const int MaxAttemptsAfterTimeout = 2;

    public static AttemptOutcome Succeeded => new(null, 1);

    public static AttemptOutcome RateLimited(int status, TimeSpan retryAfter) => new(new UpstreamFailure(UpstreamFailureKind.RateLimited, status, retryAfter), 2);

    public static AttemptOutcome Unavailable(int? status, TimeSpan? retryAfter) => new(new UpstreamFailure(UpstreamFailureKind.Unavailable, status, retryAfter), 3);

    /// <summary>No connection came about; where that was known before the call began, one attempt was to find out whether it still holds.</summary>
    public static AttemptOutcome Unreachable(bool wasKnown) => Unavailable(null, null) with { MaxAttempts = wasKnown ? 1 : 3 };

    public static AttemptOutcome Rejected(int status) => new(new UpstreamFailure(UpstreamFailureKind.Rejected, status), 1);

    public static AttemptOutcome Unauthorized(int status) => new(new UpstreamFailure(UpstreamFailureKind.Unauthorized, status), 1);

    public static AttemptOutcome Forbidden(int status) => new(new UpstreamFailure(UpstreamFailureKind.Forbidden, status), 1);

    /// <summary>An answer that was damaged on its way.</summary>
    public static AttemptOutcome Corrupted(int status) => new(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, status), 2);

    /// <summary>An answer that would be as wrong a second time.</summary>
    public static AttemptOutcome UnexpectedShape(int status) => new(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, status), 1);

    public static AttemptOutcome NoPermit(UpstreamFailure failure) => new(failure, 1);
}
