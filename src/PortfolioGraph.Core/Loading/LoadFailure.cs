namespace PortfolioGraph.Core;

/// <summary>Why a load failed.</summary>
public enum LoadFailureKind
{
    /// <summary>The upstream accepts no more calls at the moment.</summary>
    RateLimited,

    /// <summary>The upstream did not respond in time.</summary>
    Timeout,

    /// <summary>The upstream failed or could not be reached.</summary>
    Unavailable,

    /// <summary>The upstream rejected the request.</summary>
    Rejected,

    /// <summary>The upstream rejected the API key.</summary>
    Unauthorized,

    /// <summary>The upstream, or a gateway before it, forbids the request without naming the API key as the reason.</summary>
    Forbidden,

    /// <summary>The upstream's response could not be read.</summary>
    InvalidResponse,

    /// <summary>No permit of the rate limiter was available within the queue timeout.</summary>
    BudgetExhausted,
}

/// <summary>The failure of a load. It never contains text of the upstream.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Dataset">The dataset that was not loaded.</param>
/// <param name="Owners">The owners of the data; null if the data has no owners.</param>
/// <param name="RetryAfter">The time to wait before a retry; null if unknown.</param>
public sealed record LoadFailure(LoadFailureKind Kind, Dataset Dataset, AddressSet? Owners = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether a later retry of the same request may succeed.</summary>
    public bool IsRetryable => Kind is not (LoadFailureKind.Rejected or LoadFailureKind.Unauthorized or LoadFailureKind.Forbidden);
}
