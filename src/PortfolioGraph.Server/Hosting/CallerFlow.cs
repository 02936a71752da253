using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Names the client on whose behalf a request's calls are made, so that clients take turns at the call budget.</summary>
/// <param name="next">What answers.</param>
internal sealed class CallerFlow(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var flow = CallFlow.As(new CallOrigin(context.Connection.RemoteIpAddress?.ToString() ?? "", CallPriority.Interactive));
        await next(context);
    }
}
