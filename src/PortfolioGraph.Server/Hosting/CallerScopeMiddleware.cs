using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Names the client on whose behalf a request's calls are made, so that clients take turns at the call budget: the name of its key, else its address.</summary>
/// <param name="next">What answers.</param>
internal sealed class CallerScopeMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var caller = CallerScope.Begin(context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "");
        await next(context);
    }
}
