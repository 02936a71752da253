using System.Numerics;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A position in a protocol. CONTRACT, "v4 overview/protocols/details".</summary>
public sealed record V4ProtocolDetails
{
    /// <summary>The chain. Null if the upstream names none, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>The position's contract. Null if unreadable.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The NFT's id, up to 2^256; 0 or null for a position without an NFT, -1 if unreadable.</summary>
    public BigInteger? TokenId { get; init; }

    /// <summary>The owners among the requested addresses, with an empty string for an unreadable one. Null if unknown.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The protocol's machine name, such as <c>aavev3</c>. Null if unreadable.</summary>
    public string? Protocol { get; init; }

    /// <summary>The name of the position or pool. Null if unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of contract, free text. Null if unknown.</summary>
    public string? ContractType { get; init; }

    /// <summary>The kind of position, such as <c>supply</c>, <c>debt</c>, <c>staking</c>, <c>lpt</c>. Null if unknown.</summary>
    public string? SubContractType { get; init; }

    /// <summary>The protocol's display name. Null if unknown.</summary>
    public string? ProtocolName { get; init; }

    /// <summary>The URL of the protocol's icon. Null if there is none.</summary>
    public string? ProtocolIcon { get; init; }

    /// <summary>The status: 1 for open, 0 for closed, -1 or null if unknown.</summary>
    public int? Status { get; init; }

    /// <summary>The receipt token if it differs from the contract. Otherwise null.</summary>
    public string? TokenAddress { get; init; }

    /// <summary>The underlying tokens. The list may be empty although the position has a value. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? UnderlyingTokens { get; init; }

    /// <summary>The value in US dollars. The sign of debts is not specified, see <see cref="Debt"/>. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }

    /// <summary>Whether the position is a liability. Null if unknown.</summary>
    public bool? Debt { get; init; }

    /// <summary>Unclaimed rewards. Null if the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? RewardsTokens { get; init; }

    /// <summary>Gain (positive) or loss (negative) over the position's life, in US dollars. Null if unknown.</summary>
    public JsonNumber? ProfitAbsUsd { get; init; }

    /// <summary>Return on investment as a fraction. Null if unknown.</summary>
    public JsonNumber? Roi { get; init; }

    /// <summary>Yearly return as a fraction, weighted by the value held. Null if unknown.</summary>
    public JsonNumber? WeightedApr { get; init; }

    /// <summary>Days held. Null if unknown.</summary>
    public int? HoldingTimeDays { get; init; }
}

/// <summary>An amount of a token within a position.</summary>
public sealed record V4TokenAmount
{
    /// <summary>The chain. Null if the upstream names none, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> or the zero address for the native coin. Null if unreadable.</summary>
    public string? Address { get; init; }

    /// <summary>The token's name. Null if unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The token's symbol. Null if unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>The decimals, for display only, because amounts are already divided by them. Null if unknown.</summary>
    public int? Decimals { get; init; }

    /// <summary>The amount, already divided by the decimals. Null if unknown.</summary>
    public JsonNumber? Amount { get; init; }

    /// <summary>The price of one token in US dollars. Null if unknown.</summary>
    public JsonNumber? PriceToUsd { get; init; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
