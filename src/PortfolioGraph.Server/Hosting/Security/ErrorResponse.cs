using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The answer to a request that is not let through to the graph, in the graph's form.</summary>
internal static class ErrorResponse
{
    private const string GraphQLMediaType = "application/graphql-response+json";

    /// <summary>Answers with one error.</summary>
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
            contentType: $"{(IsForGraph(context.Request) ? GraphQLMediaType : "application/json")}; charset=utf-8",
            context.RequestAborted);
    }

    /// <summary>The HTTP status of a result without data, in the media type that a client takes (GraphQL over HTTP, section 6.4).</summary>
    /// <param name="request">The client's request.</param>
    public static int StatusOfResult(HttpRequest request) => IsForGraph(request) ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;

    private static bool IsForGraph(HttpRequest request) => request.Headers.Accept.ToString().Contains(GraphQLMediaType, StringComparison.OrdinalIgnoreCase);
}
