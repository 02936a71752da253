using System.Net;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>From the upstream's results to a route's answer.</summary>
internal static class RouteResults
{
    /// <summary>Counts a call's attempts for the operation that makes it.</summary>
    public static async Task<UpstreamResult<T>> Counted<T>(this Task<UpstreamResult<T>> call)
    {
        var result = await call.ConfigureAwait(false);
        UpstreamUsageRecorder.AddCalls(result.Calls);
        return result;
    }

    public static RouteResult<TAnswer> Of<TAnswer>(TAnswer value, Provenance from)
        where TAnswer : class => new(value, from, null, false);

    /// <summary>What is known of an answer besides what it says.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="skippedRows">How many of its rows were left out.</param>
    public static Provenance ToProvenance<T>(this UpstreamResponse<T> response, int skippedRows = 0) => new(response.AsOf, skippedRows);

    public static RouteFailure Failed(UpstreamFailure failure, Dataset dataset, AddressSet? owners) =>
        new(new LoadFailure(KindOf(failure.Kind), dataset, owners, failure.RetryAfter), CanFallBack(failure));

    /// <summary>The failure of an answer that came but does not hold what it must.</summary>
    public static RouteFailure Unusable(Dataset dataset, AddressSet? owners) => new(new LoadFailure(LoadFailureKind.InvalidResponse, dataset, owners), true);

    // Key, limit and budget are the account's, and a gateway that blocks this server blocks both versions: the other one would only be refused as well. A request that
    // was refused is refused again, unless it is the endpoint that is gone.
    private static bool CanFallBack(UpstreamFailure failure) => failure.Kind switch
    {
        UpstreamFailureKind.Timeout or UpstreamFailureKind.Unavailable or UpstreamFailureKind.InvalidResponse => true,
        UpstreamFailureKind.Rejected => failure.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone,
        _ => false,
    };

    private static LoadFailureKind KindOf(UpstreamFailureKind kind) => kind switch
    {
        UpstreamFailureKind.RateLimited => LoadFailureKind.RateLimited,
        UpstreamFailureKind.Timeout => LoadFailureKind.Timeout,
        UpstreamFailureKind.Unavailable => LoadFailureKind.Unavailable,
        UpstreamFailureKind.Rejected => LoadFailureKind.Rejected,
        UpstreamFailureKind.Unauthorized => LoadFailureKind.Unauthorized,
        UpstreamFailureKind.Forbidden => LoadFailureKind.Forbidden,
        UpstreamFailureKind.BudgetExhausted => LoadFailureKind.BudgetExhausted,
        _ => LoadFailureKind.InvalidResponse,
    };
}
