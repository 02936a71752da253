using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Sets the client of a request, so that clients share the call budget round robin. A client is the name of an API key, or else an IP address.</summary>
/// <param name="next">The next middleware.</param>
internal sealed class CallerScopeMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var caller = CallerScope.Begin(context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "");
        await next(context);
    }
}
