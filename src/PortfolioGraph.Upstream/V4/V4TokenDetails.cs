using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A token held on one chain, with value and profit and loss. CONTRACT, "v4 overview/erc20/details".</summary>
public sealed record V4TokenDetails
{
    /// <summary>The chain. Null for the total over all chains. 0 if the id or the whole row is unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; } = ChainIdConverter.Unreadable;

    /// <summary>The token's contract, <c>0xeeee...eeee</c> for the native coin. Null if unreadable.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The token's name. Null if unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The token's symbol. Null if unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>The amount, already divided by the token's decimals. Null if unknown.</summary>
    public JsonNumber? Amount { get; init; }

    /// <summary>The price of one token in US dollars. The upstream sends 0 for tokens without a price.</summary>
    public JsonNumber? PriceToUsd { get; init; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }

    /// <summary>Gain (positive) or loss (negative) within the range, in US dollars. Null if unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; init; }

    /// <summary>Return on investment as a fraction. Null if unknown.</summary>
    public JsonNumber? Roi { get; init; }

    /// <summary>The status: 1 for open, 0 for closed. Any other number, or null, means unknown.</summary>
    public int? Status { get; init; }
}
