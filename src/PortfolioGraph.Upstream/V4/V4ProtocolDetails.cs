using System.Numerics;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A position in a protocol. CONTRACT, "v4 overview/protocols/details".</summary>
public sealed record V4ProtocolDetails
{
    /// <summary>The chain; null when the upstream names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>The position's contract; null where it could not be read.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The NFT's id, up to 2^256; 0 or null for a position that is none, -1 where it could not be read.</summary>
    public BigInteger? TokenId { get; init; }

    /// <summary>The owners among the addresses asked for, empty text for one that could not be read; null when the upstream says nothing.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The protocol's machine name, such as <c>aavev3</c>; null where it could not be read.</summary>
    public string? Protocol { get; init; }

    /// <summary>The name of the position or pool; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of contract, free text; null when unknown.</summary>
    public string? ContractType { get; init; }

    /// <summary>The kind of position, such as <c>supply</c>, <c>debt</c>, <c>staking</c>, <c>lpt</c>; null when unknown.</summary>
    public string? SubContractType { get; init; }

    /// <summary>The protocol's readable name; null when unknown.</summary>
    public string? ProtocolName { get; init; }

    /// <summary>The address of the protocol's picture; null when there is none.</summary>
    public string? ProtocolIcon { get; init; }

    /// <summary>1 open, 0 closed, -1 or null unknown.</summary>
    public int? Status { get; init; }

    /// <summary>The receipt token, when it is another than the contract; else null.</summary>
    public string? TokenAddress { get; init; }

    /// <summary>What the position is made of; may be empty though the position has a value; null when the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? UnderlyingTokens { get; init; }

    /// <summary>US dollars; the sign for debts is not promised, see <see cref="Debt"/>. Null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }

    /// <summary>Whether this is a liability; null when the upstream says nothing.</summary>
    public bool? Debt { get; init; }

    /// <summary>Unclaimed rewards; null when the upstream sent no list.</summary>
    public IReadOnlyList<V4TokenAmount>? RewardsTokens { get; init; }

    /// <summary>Gain (positive) or loss (negative) over the position's life, US dollars; null when unknown.</summary>
    public JsonNumber? ProfitAbsUsd { get; init; }

    /// <summary>Return on investment as a fraction; null when unknown.</summary>
    public JsonNumber? Roi { get; init; }

    /// <summary>Yearly return as a fraction, weighted by the value held; null when unknown.</summary>
    public JsonNumber? WeightedApr { get; init; }

    /// <summary>Days held; null when unknown.</summary>
    public int? HoldingTimeDays { get; init; }
}

/// <summary>An amount of a token within a position.</summary>
public sealed record V4TokenAmount
{
    /// <summary>The chain; null when the upstream names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> or the zero address for the native coin; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>The token's name; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The token's symbol; null when unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>For display only: amounts are divided already. Null when unknown.</summary>
    public int? Decimals { get; init; }

    /// <summary>The amount, already divided by the decimals; null when unknown.</summary>
    public JsonNumber? Amount { get; init; }

    /// <summary>US dollars for one token; null when unknown.</summary>
    public JsonNumber? PriceToUsd { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
