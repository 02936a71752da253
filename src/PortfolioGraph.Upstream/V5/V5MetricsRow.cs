using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>How a token or position has done. CONTRACT, "HistoryMetrics". Null is unknown, or a list that was not sent.</summary>
public sealed record V5MetricsRow
{
    /// <summary>The key that joins this row to its snapshot: a string's value, or an object's JSON text; null where it could not be read.</summary>
    [JsonConverter(typeof(IndexConverter))]
    public string? Index { get; init; }

    /// <summary>Gain (positive) or loss (negative), US dollars.</summary>
    public JsonNumber? ProfitAbsUsd { get; init; }

    /// <summary>Return on investment as a fraction: 0.05 is 5 %.</summary>
    public JsonNumber? Roi { get; init; }

    /// <summary>Yearly return as a fraction, weighted by the value held.</summary>
    public JsonNumber? WeightedApr { get; init; }

    /// <summary>Days held.</summary>
    public int? HoldingTimeDays { get; init; }

    /// <summary>Rewards earned.</summary>
    public IReadOnlyList<V5TokenBalance>? RewardsTokens { get; init; }

    /// <summary>Their value, US dollars.</summary>
    public JsonNumber? RewardsUsd { get; init; }

    /// <summary>Fees of a liquidity position that were taken out.</summary>
    public IReadOnlyList<V5TokenBalance>? ClaimedFees { get; init; }

    /// <summary>Their value, US dollars.</summary>
    public JsonNumber? ClaimedFeesUsd { get; init; }

    /// <summary>Fees of a liquidity position that wait to be taken out.</summary>
    public IReadOnlyList<V5TokenBalance>? UnclaimedFees { get; init; }

    /// <summary>Their value, US dollars.</summary>
    public JsonNumber? UnclaimedFeesUsd { get; init; }

    /// <summary>Per token, what was lost against mere holding; amounts may be negative.</summary>
    public IReadOnlyList<V5TokenBalance>? ImpermanentLoss { get; init; }

    /// <summary>Its value, US dollars.</summary>
    public JsonNumber? ImpermanentLossUsd { get; init; }
}
