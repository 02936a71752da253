namespace PortfolioGraph.Core;

/// <summary>Gain or loss, realized and unrealized together.</summary>
/// <param name="AbsoluteUsd">Gain (positive) or loss (negative) in USD: value now minus what came in plus what went out; null where unknown.</param>
/// <param name="Roi">Return on what came in, as a fraction: 0.05 is 5 %; null where unknown. It cannot be added or averaged.</param>
/// <param name="Range">The time looked back over; null for the whole life of the position.</param>
/// <param name="Source">Where the figures come from and how old they are.</param>
public sealed record ProfitAndLoss(decimal? AbsoluteUsd, decimal? Roi, TimeRange? Range, Source Source)
{
    /// <summary>Why the return could not be loaded though the gain was; null where it was, or where the data source has none.</summary>
    public LoadFailure? RoiFailure { get; init; }
}
