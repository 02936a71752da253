namespace PortfolioGraph.Core;

/// <summary>What a selection needs of holdings beyond what they are and what they are worth. It decides the calls; it is no part of the subject.</summary>
[Flags]
public enum HoldingFacets
{
    /// <summary>The open holdings, their amounts and values: always there.</summary>
    None = 0,

    /// <summary>Gain or loss of each holding.</summary>
    ProfitAndLoss = 1,

    /// <summary>Decimals of the tokens held.</summary>
    Decimals = 2,

    /// <summary>Whether a position can be withdrawn.</summary>
    Locks = 4,

    /// <summary>Yield, fees, rewards and impermanent loss of a position.</summary>
    Economics = 8,

    /// <summary>All closed holdings; without it some may be there, none need be.</summary>
    Closed = 16,

    /// <summary>The return beside the gain, where profit and loss is told in total and per chain.</summary>
    Returns = 32,
}
