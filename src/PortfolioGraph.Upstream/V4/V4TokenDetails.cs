using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A token held on one chain, with value and profit and loss. CONTRACT, "v4 overview/erc20/details".</summary>
[JsonConverter(typeof(V4TokenDetailsConverter))]
public sealed record V4TokenDetails : IHasChainId
{
    /// <summary>The chain. Null for the total over all chains. 0 if the id or the whole row is unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> for the native coin. Null if unreadable.</summary>
    public string? ContractAddress { get; set; }

    /// <summary>The token's name. Null if unknown.</summary>
    public string? Name { get; set; }

    /// <summary>The token's symbol. Null if unknown.</summary>
    public string? Symbol { get; set; }

    /// <summary>The amount, already divided by the token's decimals. Null if unknown.</summary>
    public JsonNumber? Amount { get; set; }

    /// <summary>The price of one token in US dollars. The upstream sends 0 for tokens without a price.</summary>
    public JsonNumber? PriceToUsd { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }

    /// <summary>Gain (positive) or loss (negative) within the range, in US dollars. Null if unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; set; }

    /// <summary>Return on investment as a fraction. Null if unknown.</summary>
    public JsonNumber? Roi { get; set; }

    /// <summary>The status: 1 for open, 0 for closed. Any other number, or null, means unknown.</summary>
    public int? Status { get; set; }
}

internal sealed class V4TokenDetailsConverter : RowConverter<V4TokenDetails>
{
    public static readonly V4TokenDetailsConverter Instance = new();

    protected override void ReadMember(V4TokenDetails row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("contract_address"u8))
            row.ContractAddress = reader.ReadText();
        else if (name.SequenceEqual("name"u8))
            row.Name = reader.ReadText();
        else if (name.SequenceEqual("symbol"u8))
            row.Symbol = reader.ReadText();
        else if (name.SequenceEqual("amount"u8))
            row.Amount = reader.ReadNumber();
        else if (name.SequenceEqual("price_to_usd"u8))
            row.PriceToUsd = reader.ReadNumber();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("abs_profit_usd"u8))
            row.AbsProfitUsd = reader.ReadNumber();
        else if (name.SequenceEqual("roi"u8))
            row.Roi = reader.ReadNumber();
        else if (name.SequenceEqual("status"u8))
            row.Status = reader.ReadInt32();
        else
            reader.Skip();
    }
}
