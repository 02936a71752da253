namespace PortfolioGraph.Upstream;

/// <summary>The kinds of failures of upstream calls.</summary>
public enum UpstreamFailureKind
{
    /// <summary>The upstream returned 429 to this call, or to an earlier call whose announced wait has not ended. In the second case nothing was sent.</summary>
    RateLimited,

    /// <summary>No complete response arrived in time.</summary>
    Timeout,

    /// <summary>The upstream could not be reached or failed (5xx, network), or the circuit breaker is open.</summary>
    Unavailable,

    /// <summary>The upstream rejected the request (400, 404, 422 and other statuses outside 2xx). A retry would be rejected too.</summary>
    Rejected,

    /// <summary>The upstream did not accept the API key (401, or 403 with a body about the key).</summary>
    Unauthorized,

    /// <summary>The upstream or a gateway forbids the request (403), and the body does not name the key as the reason. A retry would be forbidden too.</summary>
    Forbidden,

    /// <summary>The response is invalid: not JSON, truncated, of an unexpected shape, or beyond the limits.</summary>
    InvalidResponse,

    /// <summary>No permit of the rate limiter was available within the queue timeout. Nothing was sent for this attempt.</summary>
    BudgetExhausted,
}

/// <summary>
/// The failure of a call, as a value. It never contains text of the upstream (body, header), an address or the key.
/// </summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Status">The HTTP status of the last attempt. Null if there was none (network, timeout, circuit breaker, rate limiter, announced wait).</param>
/// <param name="RetryAfter">How long to wait before a retry, according to the upstream, the circuit breaker or the rate limiter. Null if unknown.</param>
public sealed record UpstreamFailure(UpstreamFailureKind Kind, int? Status = null, TimeSpan? RetryAfter = null);
