using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>A header that a browser sends for a page of another site only after it has asked this one (Fetch, CORS-safelisted request header).</summary>
internal static class PreflightHeader
{
    public const string Name = "GraphQL-Preflight";

    private const string ApolloName = "Apollo-Require-Preflight";

    /// <summary>Refuses an operation by GET or HEAD that lacks the header where the endpoint wants it.</summary>
    /// <exception cref="RejectedException">It does.</exception>
    public static void Require(HttpRequest request, GraphQLServerOptions options)
    {
        if (options.EnforceGetRequestsPreflightHeader && !HttpMethods.IsPost(request.Method) && !request.Headers.ContainsKey(Name) && !request.Headers.ContainsKey(ApolloName))
            throw new RejectedException(Rejection.PreflightMissing());
    }
}
