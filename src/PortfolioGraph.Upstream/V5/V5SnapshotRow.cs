using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A token held or a position in a protocol. CONTRACT, "AdapterResult".</summary>
[JsonConverter(typeof(V5SnapshotRowConverter))]
public sealed record V5SnapshotRow
{
    private long? _chain;

    /// <summary>The key that joins this row to its metrics: a string's value, or an object's JSON text. It has no other meaning. Null if unreadable.</summary>
    public string? Index { get; set; }

    /// <summary>The chain: <c>chain</c> if present, else <c>chain_id</c>. Null if both are absent, 0 if unreadable.</summary>
    public long? ChainId
    {
        get => _chain ?? field;
        set;
    }

    /// <summary>The observed name of the member that the OpenAPI document calls <c>chain_id</c>.</summary>
    internal long? Chain
    {
        get => _chain;
        set => _chain = value;
    }

    /// <summary>The contract of the position or token, <c>0xeeee...eeee</c> for the native coin. Null if unreadable.</summary>
    public string? ContractAddress { get; set; }

    /// <summary>The NFT's id, up to 2^256; 0 or null without an NFT, -1 if unreadable.</summary>
    public BigInteger? TokenId { get; set; }

    /// <summary>The holder of a position, or the zero address. In observed token rows always the zero address. Null if unknown.</summary>
    public string? Address { get; set; }

    /// <summary>The kind of position, <c>token</c> for tokens. Null if unknown.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The adapter inside the service, such as <c>native</c>. Null if unknown.</summary>
    public string? ProtocolHandlerId { get; set; }

    /// <summary>The protocol group's opaque key, <c>token</c> for tokens. Null if unreadable.</summary>
    public string? ProtocolGroupId { get; set; }

    /// <summary>The group's display name. Null if unknown.</summary>
    public string? ProtocolGroupName { get; set; }

    /// <summary>The URL of the group's icon. Null if there is none.</summary>
    public string? ProtocolGroupIcon { get; set; }

    /// <summary>The key of the pool, market or vault inside the group. Null if there is none.</summary>
    public string? ProtocolSubGroupId { get; set; }

    /// <summary>The display name of the pool, market or vault. Null if there is none.</summary>
    public string? ProtocolSubGroupName { get; set; }

    /// <summary>The contract's name. Null if unknown.</summary>
    public string? ContractName { get; set; }

    /// <summary>The contract's symbol. Null if unknown.</summary>
    public string? ContractSymbol { get; set; }

    /// <summary>The sign of the value: 1 for an asset, -1 for a debt. Null if unknown.</summary>
    public int? AssetSign { get; set; }

    /// <summary>The status: 1 for open, 0 for closed, -1 or null if unknown.</summary>
    public int? Status { get; set; }

    /// <summary>The underlying tokens, or the amount of a token row. The list may be empty although the row has a value. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V5TokenBalance>? UnderlyingTokens { get; set; }

    /// <summary>Unclaimed rewards. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V5TokenBalance>? RewardTokens { get; set; }

    /// <summary>The value in US dollars. The sign of debts is not specified, see <see cref="AssetSign"/>. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }

    /// <summary>Whether the holding cannot be withdrawn now. Null if unknown.</summary>
    public bool? Locked { get; set; }
}

internal sealed class V5SnapshotRowConverter : RowConverter<V5SnapshotRow>
{
    public static readonly V5SnapshotRowConverter Instance = new();

    protected override void ReadMember(V5SnapshotRow row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("index"u8))
            row.Index = reader.ReadIndex();
        else if (name.SequenceEqual("chain"u8))
            row.Chain = reader.ReadChainId();
        else if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("contract_address"u8))
            row.ContractAddress = reader.ReadText();
        else if (name.SequenceEqual("token_id"u8))
            row.TokenId = reader.ReadTokenId();
        else if (name.SequenceEqual("address"u8))
            row.Address = reader.ReadText();
        else if (name.SequenceEqual("protocol_type"u8))
            row.ProtocolType = reader.ReadText();
        else if (name.SequenceEqual("protocol_handler_id"u8))
            row.ProtocolHandlerId = reader.ReadText();
        else if (name.SequenceEqual("protocol_group_id"u8))
            row.ProtocolGroupId = reader.ReadText();
        else if (name.SequenceEqual("protocol_group_name"u8))
            row.ProtocolGroupName = reader.ReadText();
        else if (name.SequenceEqual("protocol_group_icon"u8))
            row.ProtocolGroupIcon = reader.ReadText();
        else if (name.SequenceEqual("protocol_sub_group_id"u8))
            row.ProtocolSubGroupId = reader.ReadText();
        else if (name.SequenceEqual("protocol_sub_group_name"u8))
            row.ProtocolSubGroupName = reader.ReadText();
        else if (name.SequenceEqual("contract_name"u8))
            row.ContractName = reader.ReadText();
        else if (name.SequenceEqual("contract_symbol"u8))
            row.ContractSymbol = reader.ReadText();
        else if (name.SequenceEqual("asset_sign"u8))
            row.AssetSign = reader.ReadInt32();
        else if (name.SequenceEqual("status"u8))
            row.Status = reader.ReadInt32();
        else if (name.SequenceEqual("underlying_tokens"u8))
            row.UnderlyingTokens = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("reward_tokens"u8))
            row.RewardTokens = reader.ReadRows(V5TokenBalanceConverter.Instance);
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("locked"u8))
            row.Locked = reader.ReadBoolean();
        else
            reader.Skip();
    }
}
