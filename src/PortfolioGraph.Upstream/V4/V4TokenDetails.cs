using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A token held on one chain, with value and profit and loss. CONTRACT, "v4 overview/erc20/details".</summary>
public sealed record V4TokenDetails : IHasChainId
{
    /// <summary>The chain. Null for the total over all chains. 0 if the id or the whole row is unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
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
