using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// A header that a browser sends for a page of another site only after a preflight request to this server (Fetch, CORS-safelisted request header).
/// </summary>
internal static class PreflightHeader
{
    public const string Name = "GraphQL-Preflight";

    private const string ApolloName = "Apollo-Require-Preflight";

    /// <summary>Rejects an operation by GET or HEAD without the header if the endpoint requires the header.</summary>
    /// <exception cref="RejectedException">The required header is missing.</exception>
    public static void Require(HttpRequest request, GraphQLServerOptions options)
    {
        if (options.EnforceGetRequestsPreflightHeader && !HttpMethods.IsPost(request.Method) && !request.Headers.ContainsKey(Name) && !request.Headers.ContainsKey(ApolloName))
            throw new RejectedException(Rejection.PreflightMissing());
    }
}
