using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>On whose behalf loads are made: clients take turns at the call budget, however much each asks for.</summary>
public static class CallerScope
{
    /// <summary>Makes the loads of this asynchronous flow on a client's behalf, until the scope is disposed of.</summary>
    /// <param name="client">What tells the client from others: the name of its key, its address. Empty for all that are not known, taken as one.</param>
    public static IDisposable Begin(string client) => UpstreamCallContext.BeginScope(new CallerInfo(client, CallPriority.Interactive));
}
