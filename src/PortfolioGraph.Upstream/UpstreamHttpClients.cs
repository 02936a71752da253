namespace PortfolioGraph.Upstream;

/// <summary>The names of the two HTTP clients, for a host that adds its own handler (a proxy, a recorder).</summary>
public static class UpstreamHttpClients
{
    /// <summary>The client of version 4.</summary>
    public const string V4 = "PortfolioGraph.Upstream.V4";

    /// <summary>The client of version 5.0.</summary>
    public const string V5 = "PortfolioGraph.Upstream.V5";
}
