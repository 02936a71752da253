using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>
/// Profit and loss on one chain or in total. CONTRACT, "v4 general/profit_and_loss". The total is a separate row, so adding up all rows counts it twice.
/// </summary>
public sealed record V4ProfitAndLoss : IHasChainId
{
    /// <summary>The chain. Null for all chains together. 0 if the id or the whole row is unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; set; }

    /// <summary>Gain (positive) or loss (negative) within the range, in US dollars. Null if unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; set; }

    /// <summary>Return on investment as a fraction: 0.05 is 5 %. Null if unknown.</summary>
    public JsonNumber? Roi { get; set; }
}
