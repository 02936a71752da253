namespace PortfolioGraph.Core;

/// <summary>The data that a selection needs in addition to amounts and values. Facets determine the upstream calls, but do not identify the holdings.</summary>
[Flags]
public enum HoldingFacets
{
    /// <summary>Open holdings, their amounts and values; always present.</summary>
    None = 0,

    /// <summary>Gain or loss of each holding.</summary>
    ProfitAndLoss = 1,

    /// <summary>Decimals of the held tokens.</summary>
    Decimals = 2,

    /// <summary>Whether a position is locked.</summary>
    Locks = 4,

    /// <summary>Yield, fees, rewards and impermanent loss of a position.</summary>
    Economics = 8,

    /// <summary>All closed holdings. Without this facet, some closed holdings may be present.</summary>
    Closed = 16,

    /// <summary>The return in addition to the gain, for profit and loss in total and per chain.</summary>
    Returns = 32,
}
