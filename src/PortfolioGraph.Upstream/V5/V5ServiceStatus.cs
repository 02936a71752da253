namespace PortfolioGraph.Upstream.V5;

/// <summary>What the service says of itself. CONTRACT, "v5 general/status".</summary>
public sealed record V5ServiceStatus
{
    /// <summary>Whether it is up.</summary>
    public required bool IsAvailable { get; init; }
}
