using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A token held on one chain, with value and profit and loss. CONTRACT, "v4 overview/erc20/details".</summary>
public sealed record V4TokenDetails
{
    /// <summary>The chain; null for a total over all chains, 0 where it, or the whole row, could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; } = ChainIdConverter.Unreadable;

    /// <summary>The token's contract, <c>0xeeee...eeee</c> for the native coin; null where it could not be read.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The token's name; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The token's symbol; null when unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>The amount, already divided by the token's decimals; null when unknown.</summary>
    public JsonNumber? Amount { get; init; }

    /// <summary>US dollars for one token; 0 is sent for tokens without a price.</summary>
    public JsonNumber? PriceToUsd { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }

    /// <summary>Gain (positive) or loss (negative) within the range, US dollars; null when unknown.</summary>
    public JsonNumber? AbsProfitUsd { get; init; }

    /// <summary>Return on investment as a fraction; null when unknown.</summary>
    public JsonNumber? Roi { get; init; }

    /// <summary>1 open, 0 closed; any other number is unknown, as is null.</summary>
    public int? Status { get; init; }
}
