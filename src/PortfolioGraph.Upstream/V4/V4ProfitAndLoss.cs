using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>
/// Profit and loss on one chain or in total. CONTRACT, "v4 general/profit_and_loss". The total is a separate row, so adding up all rows counts it twice.
/// </summary>
[JsonConverter(typeof(V4ProfitAndLossConverter))]
public sealed record V4ProfitAndLoss : IHasChainId
{
    /// <summary>The chain. Null for all chains together. 0 if the id or the whole row is unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>Gain (positive) or loss (negative) within the range, in US dollars. Null if unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; set; }

    /// <summary>Return on investment as a fraction: 0.05 is 5 %. Null if unknown.</summary>
    public JsonNumber? Roi { get; set; }
}

internal sealed class V4ProfitAndLossConverter : RowConverter<V4ProfitAndLoss>
{
    public static readonly V4ProfitAndLossConverter Instance = new();

    protected override void ReadMember(V4ProfitAndLoss row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("abs_profit_usd"u8))
            row.AbsProfitUsd = reader.ReadNumber();
        else if (name.SequenceEqual("roi"u8))
            row.Roi = reader.ReadNumber();
        else
            reader.Skip();
    }
}
