namespace PortfolioGraph.Core;

/// <summary>How the data source is.</summary>
/// <param name="IsAvailable">Whether it says that it is up; false, too, where it cannot be reached.</param>
/// <param name="Source">When it was asked.</param>
public sealed record ServiceStatus(bool IsAvailable, Source Source);
