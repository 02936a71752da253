using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Checks a request to <c>/mcp</c> and reads its body within the limits of size and time that a request to <c>/graphql</c> has. The library of the protocol has no such limits, and fails
/// without a coded error if the type of the body is missing.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The limits.</param>
/// <param name="time">The clock of the timeout.</param>
internal sealed class McpRequestMiddleware(Microsoft.AspNetCore.Http.RequestDelegate next, ServerOptions settings, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!HttpMethods.IsPost(context.Request.Method))
                throw MethodNotAllowed(context.Response);
            if (await LimitedBody.ReadAsync(context, settings, time) is not { } body)
                return;
            context.Request.Body = new MemoryStream(body, writable: false);
            // Without a charset, of which the library knows fewer names.
            context.Request.ContentType = "application/json";
        }
        catch (RequestRejectedException rejection)
        {
            await rejection.WriteAsync(context);
            return;
        }

        await next(context);
    }

    // Clients try GET to find out whether the server sends messages of its own, and take this status as the answer.
    private static RequestRejectedException MethodNotAllowed(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return new RequestRejectedException(StatusCodes.Status405MethodNotAllowed, EngineErrorCodes.MethodNotAllowed, "This address supports POST only. It has no sessions and no streams of its own.");
    }
}
