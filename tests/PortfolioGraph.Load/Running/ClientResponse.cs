namespace PortfolioGraph.Load.Running;

/// <summary>What a client got.</summary>
/// <param name="Kind">What it is worth.</param>
/// <param name="Took">From asking to the last byte, or to giving up.</param>
/// <param name="RetryAfter">When to ask again; null where nobody said so.</param>
/// <param name="Code">The code of the error, or the exception's name, where it failed.</param>
internal sealed record ClientResponse(ResponseKind Kind, TimeSpan Took, TimeSpan? RetryAfter = null, string? Code = null);

/// <summary>What an answer is worth to a client.</summary>
internal enum ResponseKind
{
    /// <summary>Whole, and within its time.</summary>
    Good,

    /// <summary>Whole, and marked as past its time.</summary>
    Stale,

    /// <summary>Not whole; every error is for want of calls, and says when to ask again.</summary>
    RetryLater,

    /// <summary>Not there when the client's patience ended.</summary>
    TimedOut,

    /// <summary>Anything else.</summary>
    Failed,
}
