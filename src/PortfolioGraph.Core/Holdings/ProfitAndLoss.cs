namespace PortfolioGraph.Core;

/// <summary>Profit and loss, realized plus unrealized.</summary>
/// <param name="AbsoluteUsd">Gain (positive) or loss (negative) in USD: current value minus inflows plus outflows. Null if unknown.</param>
/// <param name="Roi">Return on the inflows, as a fraction: 0.05 is 5 %. Null if unknown. Returns cannot be added or averaged.</param>
/// <param name="Range">The period of the figures. Null for the lifetime of the position.</param>
/// <param name="Source">The source and age of the figures.</param>
public sealed record ProfitAndLoss(decimal? AbsoluteUsd, decimal? Roi, TimeRange? Range, Source Source)
{
    /// <summary>The reason why the return failed to load although the gain was loaded. Null if the return did not fail.</summary>
    public LoadFailure? RoiFailure { get; init; }
}
