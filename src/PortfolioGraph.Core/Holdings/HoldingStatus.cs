namespace PortfolioGraph.Core;

/// <summary>Whether something is still held.</summary>
public enum HoldingStatus
{
    /// <summary>Held now.</summary>
    Open,

    /// <summary>No longer held; it counts in no value.</summary>
    Closed,

    /// <summary>The data source does not say.</summary>
    Unknown,
}
