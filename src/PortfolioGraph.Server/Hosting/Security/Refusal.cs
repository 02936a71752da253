using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The answer to a request that is not let through to the graph, in the graph's form.</summary>
internal static class Refusal
{
    private const string GraphQLMediaType = "application/graphql-response+json";

    /// <summary>Answers with one error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">One of <see cref="GraphErrorCodes"/>.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        var (request, response) = (context.Request, context.Response);
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        var isForGraph = request.Headers.Accept.ToString().Contains(GraphQLMediaType, StringComparison.OrdinalIgnoreCase);
        return response.WriteAsJsonAsync(
            new { errors = new[] { new { message, extensions = new { code } } } },
            options: null,
            contentType: $"{(isForGraph ? GraphQLMediaType : "application/json")}; charset=utf-8",
            context.RequestAborted);
    }
}
