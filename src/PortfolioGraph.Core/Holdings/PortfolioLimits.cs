namespace PortfolioGraph.Core;

/// <summary>How much can be taken as one.</summary>
/// <param name="MaxAddresses">The most different addresses of a portfolio.</param>
public sealed record PortfolioLimits(int MaxAddresses);
