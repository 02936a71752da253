using System.Net;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Creates route results from upstream results.</summary>
internal static class RouteResults
{
    /// <summary>Awaits a call and records its attempts in the usage of the current operation.</summary>
    public static async Task<UpstreamResult<T>> RecordCallsAsync<T>(this Task<UpstreamResult<T>> call)
    {
        var result = await call.ConfigureAwait(false);
        UpstreamUsageRecorder.AddCalls(result.Calls);
        return result;
    }

    public static RouteResult<TResult> Of<TResult>(TResult value, Provenance provenance)
        where TResult : class => new(value, provenance, null, false);

    /// <summary>Returns the provenance of a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="skippedRows">The number of its rows that were skipped.</param>
    public static Provenance ToProvenance<T>(this UpstreamResponse<T> response, int skippedRows = 0) => new(response.AsOf, skippedRows);

    public static RouteFailure Failed(UpstreamFailure failure, Dataset dataset, AddressSet? owners) =>
        new(new LoadFailure(KindOf(failure.Kind), dataset, owners, failure.RetryAfter), CanFallBack(failure));

    /// <summary>Creates the failure for a response without the required data.</summary>
    public static RouteFailure Unusable(Dataset dataset, AddressSet? owners) => new(new LoadFailure(LoadFailureKind.InvalidResponse, dataset, owners), true);

    // API key, rate limit and budget belong to the account, so the other API version would fail too. The same holds for a gateway that blocks this server.
    // A rejected request would be rejected again, unless the endpoint itself is gone (404, 410).
    private static bool CanFallBack(UpstreamFailure failure) => failure.Kind switch
    {
        UpstreamFailureKind.Timeout or UpstreamFailureKind.Unavailable or UpstreamFailureKind.InvalidResponse => true,
        UpstreamFailureKind.Rejected => failure.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone,
        UpstreamFailureKind.RateLimited or UpstreamFailureKind.Unauthorized or UpstreamFailureKind.Forbidden or UpstreamFailureKind.BudgetExhausted => false,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "The kind of failure has no rule for fallback. Add it to this method."),
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
        UpstreamFailureKind.InvalidResponse => LoadFailureKind.InvalidResponse,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind of failure has no counterpart. Add it to this method."),
    };
}
