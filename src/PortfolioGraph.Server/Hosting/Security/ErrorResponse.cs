using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The response to a request that is rejected before it reaches the graph, in the format of a GraphQL response.</summary>
internal static class ErrorResponse
{
    private const string GraphQLMediaType = "application/graphql-response+json";

    /// <summary>Writes a response with one error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">One of <see cref="GraphErrorCodes"/>.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        return response.WriteAsJsonAsync(
            new { errors = new[] { new { message, extensions = new { code } } } },
            options: null,
            contentType: $"{(AcceptsGraphQLResponse(context.Request) ? GraphQLMediaType : "application/json")}; charset=utf-8",
            context.RequestAborted);
    }

    /// <summary>Returns the HTTP status of a response without data, which depends on the accepted media type (GraphQL over HTTP, section 6.4).</summary>
    /// <param name="request">The client's request.</param>
    public static int GetStatusWithoutData(HttpRequest request) => AcceptsGraphQLResponse(request) ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;

    private static bool AcceptsGraphQLResponse(HttpRequest request) => request.Headers.Accept.ToString().Contains(GraphQLMediaType, StringComparison.OrdinalIgnoreCase);
}
