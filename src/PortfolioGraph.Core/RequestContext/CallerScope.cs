using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>Sets the client that loads are made for. Clients share the rate limit round robin, however many loads each has.</summary>
public static class CallerScope
{
    /// <summary>Starts a scope: all loads in this asynchronous flow are made for the client until the scope is disposed.</summary>
    /// <param name="client">The identity of the client, such as the name of its API key or its IP address. Empty for all unknown clients together.</param>
    public static IDisposable Begin(string client) => UpstreamCallContext.BeginScope(new CallerInfo(client, CallPriority.Interactive));
}
