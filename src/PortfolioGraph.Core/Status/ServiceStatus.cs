namespace PortfolioGraph.Core;

/// <summary>The status of the data source.</summary>
/// <param name="IsAvailable">Whether the data source reports that it is available; false if it cannot be reached.</param>
/// <param name="Source">The source and time of the report.</param>
public sealed record ServiceStatus(bool IsAvailable, Source Source);
