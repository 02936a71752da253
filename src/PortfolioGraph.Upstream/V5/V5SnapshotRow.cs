using System.Numerics;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A token held or a position in a protocol. CONTRACT, "AdapterResult".</summary>
public sealed record V5SnapshotRow
{
    private readonly long? _chain;

    /// <summary>The key that joins this row to its metrics: a string's value, or an object's JSON text. Good for nothing else. Null where it could not be read.</summary>
    [JsonConverter(typeof(IndexConverter))]
    public string? Index { get; init; }

    /// <summary>The chain: the wire's <c>chain</c> if given, else its <c>chain_id</c>; null when it names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId
    {
        get => _chain ?? field;
        init;
    }

    /// <summary>The name that was seen on the wire for what the OpenAPI document calls <c>chain_id</c>.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ChainIdConverter))]
    internal long? Chain
    {
        get => _chain;
        init => _chain = value;
    }

    /// <summary>The position's contract; of a token the token's, <c>0xeeee...eeee</c> for the native coin; null where it could not be read.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The NFT's id, up to 2^256; 0 or null for what is none, -1 where it could not be read.</summary>
    public BigInteger? TokenId { get; init; }

    /// <summary>The holder of a position, or the zero address; always the zero address where tokens were seen. Null when the upstream says nothing.</summary>
    public string? Address { get; init; }

    /// <summary>The kind of position, <c>token</c> for tokens; null when unknown.</summary>
    public string? ProtocolType { get; init; }

    /// <summary>The adapter inside the service, such as <c>native</c>; null when unknown.</summary>
    public string? ProtocolHandlerId { get; init; }

    /// <summary>The protocol group's key, opaque; <c>token</c> for tokens, null where it could not be read.</summary>
    public string? ProtocolGroupId { get; init; }

    /// <summary>The group's readable name; null when unknown.</summary>
    public string? ProtocolGroupName { get; init; }

    /// <summary>The address of the group's picture; null when there is none.</summary>
    public string? ProtocolGroupIcon { get; init; }

    /// <summary>The key of the pool, market or vault inside the group; null for none.</summary>
    public string? ProtocolSubGroupId { get; init; }

    /// <summary>The readable name of the pool, market or vault; null for none.</summary>
    public string? ProtocolSubGroupName { get; init; }

    /// <summary>The contract's name; null when unknown.</summary>
    public string? ContractName { get; init; }

    /// <summary>The contract's symbol; null when unknown.</summary>
    public string? ContractSymbol { get; init; }

    /// <summary>1 asset, -1 debt; null when the upstream says nothing.</summary>
    public int? AssetSign { get; init; }

    /// <summary>1 open, 0 closed, -1 or null unknown.</summary>
    public int? Status { get; init; }

    /// <summary>What the row is made of (of a token, its amount); may be empty though the row has a value; null when the upstream sent no list.</summary>
    public IReadOnlyList<V5TokenBalance>? UnderlyingTokens { get; init; }

    /// <summary>Unclaimed rewards; null when the upstream sent no list.</summary>
    public IReadOnlyList<V5TokenBalance>? RewardTokens { get; init; }

    /// <summary>US dollars; the sign for debts is not promised, see <see cref="AssetSign"/>. Null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }

    /// <summary>Whether it cannot be withdrawn now; null when the upstream says nothing.</summary>
    public bool? Locked { get; init; }
}
