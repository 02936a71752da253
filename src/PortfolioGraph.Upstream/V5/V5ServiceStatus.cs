namespace PortfolioGraph.Upstream.V5;

/// <summary>The status that the service reports. CONTRACT, "v5 general/status".</summary>
public sealed record V5ServiceStatus
{
    /// <summary>Whether the service is available.</summary>
    public required bool IsAvailable { get; set; }
}
