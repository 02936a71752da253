namespace PortfolioGraph.Server.Hosting;

/// <summary>Reads the body of a request to <c>/mcp</c> within the limits of size and time that a request to <c>/graphql</c> has. The library of the protocol has neither limit.</summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The limits.</param>
/// <param name="time">The clock of the timeout.</param>
internal sealed class McpBodyMiddleware(Microsoft.AspNetCore.Http.RequestDelegate next, ServerOptions settings, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            try
            {
                if (await LimitedBody.ReadAsync(context, settings, time) is not { } body)
                    return;
                context.Request.Body = new MemoryStream(body, writable: false);
            }
            catch (RequestRejectedException rejection)
            {
                await rejection.WriteAsync(context);
                return;
            }
        }

        await next(context);
    }
}
