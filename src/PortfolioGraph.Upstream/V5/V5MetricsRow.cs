using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>The performance of a token or position. CONTRACT, "HistoryMetrics". A null member is unknown; a null list was not sent.</summary>
[JsonConverter(typeof(V5MetricsRowConverter))]
public sealed record V5MetricsRow
{
    /// <summary>The key that joins this row to its snapshot: a string's value, or an object's JSON text. Null if unreadable.</summary>
    public string? Index { get; set; }

    /// <summary>Gain (positive) or loss (negative) in US dollars.</summary>
    public JsonNumber? ProfitAbsUsd { get; set; }

    /// <summary>Return on investment as a fraction: 0.05 is 5 %.</summary>
    public JsonNumber? Roi { get; set; }

    /// <summary>Yearly return as a fraction, weighted by the value held.</summary>
    public JsonNumber? WeightedApr { get; set; }

    /// <summary>Days held.</summary>
    public int? HoldingTimeDays { get; set; }

    /// <summary>Rewards earned.</summary>
    public IReadOnlyList<V5TokenBalance>? RewardsTokens { get; set; }

    /// <summary>The value of <see cref="RewardsTokens"/> in US dollars.</summary>
    public JsonNumber? RewardsUsd { get; set; }

    /// <summary>Claimed fees of a liquidity position.</summary>
    public IReadOnlyList<V5TokenBalance>? ClaimedFees { get; set; }

    /// <summary>The value of <see cref="ClaimedFees"/> in US dollars.</summary>
    public JsonNumber? ClaimedFeesUsd { get; set; }

    /// <summary>Unclaimed fees of a liquidity position.</summary>
    public IReadOnlyList<V5TokenBalance>? UnclaimedFees { get; set; }

    /// <summary>The value of <see cref="UnclaimedFees"/> in US dollars.</summary>
    public JsonNumber? UnclaimedFeesUsd { get; set; }

    /// <summary>The impermanent loss of each token compared with holding it. Amounts may be negative.</summary>
    public IReadOnlyList<V5TokenBalance>? ImpermanentLoss { get; set; }

    /// <summary>The value of <see cref="ImpermanentLoss"/> in US dollars.</summary>
    public JsonNumber? ImpermanentLossUsd { get; set; }
}

internal sealed class V5MetricsRowConverter : RowConverter<V5MetricsRow>
{
    public static readonly V5MetricsRowConverter Instance = new();

    protected override void ReadMember(V5MetricsRow row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("index"u8))
            row.Index = reader.ReadIndex();
        else if (name.SequenceEqual("profit_abs_usd"u8))
            row.ProfitAbsUsd = reader.ReadNumber();
        else if (name.SequenceEqual("roi"u8))
            row.Roi = reader.ReadNumber();
        else if (name.SequenceEqual("weighted_apr"u8))
            row.WeightedApr = reader.ReadNumber();
        else if (name.SequenceEqual("holding_time_days"u8))
            row.HoldingTimeDays = reader.ReadInt32();
        else if (name.SequenceEqual("rewards_tokens"u8))
            row.RewardsTokens = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("rewards_usd"u8))
            row.RewardsUsd = reader.ReadNumber();
        else if (name.SequenceEqual("claimed_fees"u8))
            row.ClaimedFees = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("claimed_fees_usd"u8))
            row.ClaimedFeesUsd = reader.ReadNumber();
        else if (name.SequenceEqual("unclaimed_fees"u8))
            row.UnclaimedFees = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("unclaimed_fees_usd"u8))
            row.UnclaimedFeesUsd = reader.ReadNumber();
        else if (name.SequenceEqual("impermanent_loss"u8))
            row.ImpermanentLoss = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("impermanent_loss_usd"u8))
            row.ImpermanentLossUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}
