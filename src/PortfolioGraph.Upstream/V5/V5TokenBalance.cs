using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>An amount of a token. CONTRACT, "TokenBalance".</summary>
[JsonConverter(typeof(V5TokenBalanceConverter))]
public sealed record V5TokenBalance
{
    private long? _chain;

    /// <summary>The chain: <c>chain_id</c> if present (the observed name), else <c>chain</c>. Null if both are absent, 0 if unreadable.</summary>
    public long? ChainId
    {
        get => field ?? _chain;
        set;
    }

    /// <summary>The OpenAPI document's name of the member that responses call <c>chain_id</c>.</summary>
    internal long? Chain
    {
        get => _chain;
        set => _chain = value;
    }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> or the zero address for the native coin. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The decimals, for display only, because amounts are already divided by them. Null if unknown.</summary>
    public int? Decimals { get; set; }

    /// <summary>The token's symbol. Null if unknown.</summary>
    public string? Symbol { get; set; }

    /// <summary>The token's name. Null if unknown.</summary>
    public string? Name { get; set; }

    /// <summary>The amount, already divided by the decimals; may be negative in lists of losses. Null if unknown.</summary>
    public JsonNumber? Amount { get; set; }

    /// <summary>The price of one token in US dollars. Null if unknown.</summary>
    public JsonNumber? PriceUsd { get; set; }

    /// <summary>The value in US dollars. Often null, because the OpenAPI document lacks it. In that case the value is amount times price.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V5TokenBalanceConverter : RowConverter<V5TokenBalance>
{
    public static readonly V5TokenBalanceConverter Instance = new();

    protected override void ReadMember(V5TokenBalance row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("chain"u8))
            row.Chain = reader.ReadChainId();
        else if (name.SequenceEqual("address"u8))
            row.Address = reader.ReadText();
        else if (name.SequenceEqual("decimals"u8))
            row.Decimals = reader.ReadInt32();
        else if (name.SequenceEqual("symbol"u8))
            row.Symbol = reader.ReadText();
        else if (name.SequenceEqual("name"u8))
            row.Name = reader.ReadText();
        else if (name.SequenceEqual("amount"u8))
            row.Amount = reader.ReadNumber();
        else if (name.SequenceEqual("price_usd"u8))
            row.PriceUsd = reader.ReadNumber();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}
