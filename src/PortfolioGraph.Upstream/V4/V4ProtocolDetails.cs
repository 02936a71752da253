using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A position in a protocol. CONTRACT, "v4 overview/protocols/details".</summary>
[JsonConverter(typeof(V4ProtocolDetailsConverter))]
public sealed record V4ProtocolDetails
{
    /// <summary>The chain. Null if the upstream names none, 0 if unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>The position's contract. Null if unreadable.</summary>
    public string? ContractAddress { get; set; }

    /// <summary>The NFT's id, up to 2^256; 0 or null for a position without an NFT, -1 if unreadable.</summary>
    public BigInteger? TokenId { get; set; }

    /// <summary>The owners among the requested addresses, with an empty string for an unreadable one. Null if unknown.</summary>
    public IReadOnlyList<string>? Addresses { get; set; }

    /// <summary>The protocol's machine name, such as <c>aavev3</c>. Null if unreadable.</summary>
    public string? Protocol { get; set; }

    /// <summary>The name of the position or pool. Null if unknown.</summary>
    public string? Name { get; set; }

    /// <summary>The kind of contract, free text. Null if unknown.</summary>
    public string? ContractType { get; set; }

    /// <summary>The kind of position, such as <c>supply</c>, <c>debt</c>, <c>staking</c>, <c>lpt</c>. Null if unknown.</summary>
    public string? SubContractType { get; set; }

    /// <summary>The protocol's display name. Null if unknown.</summary>
    public string? ProtocolName { get; set; }

    /// <summary>The URL of the protocol's icon. Null if there is none.</summary>
    public string? ProtocolIcon { get; set; }

    /// <summary>The status: 1 for open, 0 for closed, -1 or null if unknown.</summary>
    public int? Status { get; set; }

    /// <summary>The receipt token if it differs from the contract. Otherwise null.</summary>
    public string? TokenAddress { get; set; }

    /// <summary>The underlying tokens. The list may be empty although the position has a value. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? UnderlyingTokens { get; set; }

    /// <summary>The value in US dollars. The sign of debts is not specified, see <see cref="Debt"/>. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }

    /// <summary>Whether the position is a liability. Null if unknown.</summary>
    public bool? Debt { get; set; }

    /// <summary>Unclaimed rewards. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? RewardsTokens { get; set; }

    /// <summary>Gain (positive) or loss (negative) over the position's life, in US dollars. Null if unknown.</summary>
    public JsonNumber? ProfitAbsUsd { get; set; }

    /// <summary>Return on investment as a fraction. Null if unknown.</summary>
    public JsonNumber? Roi { get; set; }

    /// <summary>Yearly return as a fraction, weighted by the value held. Null if unknown.</summary>
    public JsonNumber? WeightedApr { get; set; }

    /// <summary>Days held. Null if unknown.</summary>
    public int? HoldingTimeDays { get; set; }
}

internal sealed class V4ProtocolDetailsConverter : RowConverter<V4ProtocolDetails>
{
    public static readonly V4ProtocolDetailsConverter Instance = new();

    protected override void ReadMember(V4ProtocolDetails row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("contract_address"u8))
            row.ContractAddress = reader.ReadText();
        else if (name.SequenceEqual("token_id"u8))
            row.TokenId = reader.ReadTokenId();
        else if (name.SequenceEqual("addresses"u8))
            row.Addresses = reader.ReadTexts();
        else if (name.SequenceEqual("protocol"u8))
            row.Protocol = reader.ReadText();
        else if (name.SequenceEqual("name"u8))
            row.Name = reader.ReadText();
        else if (name.SequenceEqual("contract_type"u8))
            row.ContractType = reader.ReadText();
        else if (name.SequenceEqual("sub_contract_type"u8))
            row.SubContractType = reader.ReadText();
        else if (name.SequenceEqual("protocol_name"u8))
            row.ProtocolName = reader.ReadText();
        else if (name.SequenceEqual("protocol_icon"u8))
            row.ProtocolIcon = reader.ReadText();
        else if (name.SequenceEqual("status"u8))
            row.Status = reader.ReadInt32();
        else if (name.SequenceEqual("token_address"u8))
            row.TokenAddress = reader.ReadText();
        else if (name.SequenceEqual("underlying_tokens"u8))
            row.UnderlyingTokens = reader.ReadRows(V4TokenAmountConverter.Instance);
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("debt"u8))
            row.Debt = reader.ReadBoolean();
        else if (name.SequenceEqual("rewards_tokens"u8))
            row.RewardsTokens = reader.ReadRows(V4TokenAmountConverter.Instance);
        else if (name.SequenceEqual("profit_abs_usd"u8))
            row.ProfitAbsUsd = reader.ReadNumber();
        else if (name.SequenceEqual("roi"u8))
            row.Roi = reader.ReadNumber();
        else if (name.SequenceEqual("weighted_apr"u8))
            row.WeightedApr = reader.ReadNumber();
        else if (name.SequenceEqual("holding_time_days"u8))
            row.HoldingTimeDays = reader.ReadInt32();
        else
            reader.Skip();
    }
}

/// <summary>An amount of a token within a position.</summary>
[JsonConverter(typeof(V4TokenAmountConverter))]
public sealed record V4TokenAmount
{
    /// <summary>The chain. Null if the upstream names none, 0 if unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> or the zero address for the native coin. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The token's name. Null if unknown.</summary>
    public string? Name { get; set; }

    /// <summary>The token's symbol. Null if unknown.</summary>
    public string? Symbol { get; set; }

    /// <summary>The decimals, for display only, because amounts are already divided by them. Null if unknown.</summary>
    public int? Decimals { get; set; }

    /// <summary>The amount, already divided by the decimals. Null if unknown.</summary>
    public JsonNumber? Amount { get; set; }

    /// <summary>The price of one token in US dollars. Null if unknown.</summary>
    public JsonNumber? PriceToUsd { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V4TokenAmountConverter : RowConverter<V4TokenAmount>
{
    public static readonly V4TokenAmountConverter Instance = new();

    protected override void ReadMember(V4TokenAmount row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("address"u8))
            row.Address = reader.ReadText();
        else if (name.SequenceEqual("name"u8))
            row.Name = reader.ReadText();
        else if (name.SequenceEqual("symbol"u8))
            row.Symbol = reader.ReadText();
        else if (name.SequenceEqual("decimals"u8))
            row.Decimals = reader.ReadInt32();
        else if (name.SequenceEqual("amount"u8))
            row.Amount = reader.ReadNumber();
        else if (name.SequenceEqual("price_to_usd"u8))
            row.PriceToUsd = reader.ReadNumber();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}
