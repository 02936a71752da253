namespace PortfolioGraph.Load.Running;

/// <summary>The outcome of a client's request.</summary>
/// <param name="Kind">The kind of outcome.</param>
/// <param name="Took">The time from sending the request to the last byte or the timeout.</param>
/// <param name="RetryAfter">The time after which to retry. Null if the response does not specify it.</param>
/// <param name="Code">The error code or the exception's name. Null if the request did not fail.</param>
internal sealed record ClientResponse(ResponseKind Kind, TimeSpan Took, TimeSpan? RetryAfter = null, string? Code = null);

/// <summary>The kinds of outcomes for a client.</summary>
internal enum ResponseKind
{
    /// <summary>A complete response with current data.</summary>
    Good,

    /// <summary>A complete response with data marked as stale.</summary>
    Stale,

    /// <summary>An incomplete response. Every error is caused by a rate limit and has a retryAfter.</summary>
    RetryLater,

    /// <summary>No response before the client's timeout.</summary>
    TimedOut,

    /// <summary>Any other error.</summary>
    Failed,
}
