using ModelContextProtocol;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Checks a request to <c>/mcp</c> and reads its body within the limits of size and time that a request to <c>/graphql</c> has. The library of the protocol has no such limits, and fails
/// without a coded error if the type of the body is missing.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The limits.</param>
/// <param name="time">The clock of the timeout.</param>
/// <param name="logger">The log of faults.</param>
internal sealed class McpRequestMiddleware(RequestDelegate next, ServerOptions settings, TimeProvider time, ILogger<McpRequestMiddleware> logger)
{
    private const string SessionHeader = "Mcp-Session-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!HttpMethods.IsPost(context.Request.Method))
                throw MethodNotAllowed(context.Response);
            // With this status, clients start a new session.
            if (context.Request.Headers.ContainsKey(SessionHeader))
                throw new RequestRejectedException(StatusCodes.Status404NotFound, EngineErrorCodes.NotFound, $"This server has no sessions. Initialize again, without the header {SessionHeader}.");
            if (await LimitedBody.ReadAsync(context, settings, time) is not { } body)
                return;
            McpMessage.Check(body);
            context.Request.Body = new MemoryStream(body, writable: false);
            // Without a charset, of which the library knows fewer names.
            context.Request.ContentType = "application/json";
        }
        catch (RequestRejectedException rejection)
        {
            await rejection.WriteAsync(context);
            return;
        }
        catch (McpMessageException invalid)
        {
            await invalid.WriteAsync(context);
            return;
        }

        await RunAsync(context);
    }

    // The messages of the library's exceptions repeat what the client sent, so they must reach neither the log nor a page of the framework.
    private async Task RunAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError("A request to /mcp failed unexpectedly with {Exception}.", exception.GetType());
            if (context.Response.HasStarted)
                context.Abort();
            else
                await McpError.WriteAsync(context, StatusCodes.Status500InternalServerError, McpErrorCode.InternalError, EngineErrorCodes.Internal, "An unexpected error occurred. The log of the server has the details.", id: null);
        }
    }

    // Clients try GET to find out whether the server sends messages of its own, and take this status as the answer.
    private static RequestRejectedException MethodNotAllowed(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return new RequestRejectedException(StatusCodes.Status405MethodNotAllowed, EngineErrorCodes.MethodNotAllowed, "This address supports POST only. It has no sessions and no streams of its own.");
    }
}
