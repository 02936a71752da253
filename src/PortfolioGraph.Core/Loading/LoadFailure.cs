namespace PortfolioGraph.Core;

/// <summary>Why a load gave nothing. It carries no text of the data source.</summary>
public enum LoadFailureKind
{
    /// <summary>The data source refuses more calls for now.</summary>
    RateLimited,

    /// <summary>The data source did not answer in time.</summary>
    Timeout,

    /// <summary>The data source fails or cannot be reached.</summary>
    Unavailable,

    /// <summary>The data source refuses this request.</summary>
    Rejected,

    /// <summary>The data source refuses the key.</summary>
    Unauthorized,

    /// <summary>The data source, or a gateway in front of it, forbids this request and does not say that the key is the reason.</summary>
    Forbidden,

    /// <summary>The data source answered something that cannot be understood.</summary>
    InvalidResponse,

    /// <summary>The call budget had no place within the time allowed.</summary>
    BudgetExhausted,
}

/// <summary>A load that gave nothing, as a value.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Dataset">What was to be loaded.</param>
/// <param name="Owners">For whom; null where the data is nobody's.</param>
/// <param name="RetryAfter">When another try makes sense; null where unknown.</param>
public sealed record LoadFailure(LoadFailureKind Kind, Dataset Dataset, AddressSet? Owners = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    public bool IsRetryable => Kind is not (LoadFailureKind.Rejected or LoadFailureKind.Unauthorized or LoadFailureKind.Forbidden);
}
