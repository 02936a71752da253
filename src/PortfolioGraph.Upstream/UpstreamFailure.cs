namespace PortfolioGraph.Upstream;

/// <summary>Why a call brought no answer.</summary>
public enum UpstreamFailureKind
{
    /// <summary>The upstream said that the account asks too often (429): to this call, or to another one whose announced wait is not over, so that nothing was sent.</summary>
    RateLimited,

    /// <summary>No whole answer came in time.</summary>
    Timeout,

    /// <summary>The upstream could not be reached or failed itself (5xx, network), or the circuit breaker is open.</summary>
    Unavailable,

    /// <summary>The upstream will not answer this request (400, 404, 422 and other statuses outside 2xx); asking again is in vain.</summary>
    Rejected,

    /// <summary>The upstream did not accept the API key (401, and 403 where its body speaks of the key).</summary>
    Unauthorized,

    /// <summary>The upstream, or a gateway in front of it, forbids this request (403) and does not say that the key is the reason; the same request would be forbidden again.</summary>
    Forbidden,

    /// <summary>Something came that is not the promised answer: not JSON, cut off, of a wrong shape, or beyond the limits.</summary>
    InvalidResponse,

    /// <summary>No permit of our own call budget came free in time; nothing was sent for this attempt.</summary>
    BudgetExhausted,
}

/// <summary>
/// Why a call brought no answer, as a value. It never holds anything that the upstream wrote (body, header), no address and no key.
/// </summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Status">The HTTP status of the last attempt; null when there was none (network, time-out, breaker, budget, announced wait).</param>
/// <param name="RetryAfter">How long the upstream, the breaker or the budget asks to wait before a new try; null when nobody said so.</param>
public sealed record UpstreamFailure(UpstreamFailureKind Kind, int? Status = null, TimeSpan? RetryAfter = null);
