using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>
/// Profit and loss on one chain or in all. CONTRACT, "v4 general/profit_and_loss". The total is a row of its own: adding up all rows counts twice.
/// </summary>
public sealed record V4ProfitAndLoss
{
    /// <summary>The chain; null for all chains together, 0 where it, or the whole row, could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; } = ChainIdConverter.Unreadable;

    /// <summary>Gain (positive) or loss (negative) within the range, US dollars; null when unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; init; }

    /// <summary>Return on investment as a fraction: 0.05 is 5 %; null when unknown.</summary>
    public JsonNumber? Roi { get; init; }
}
