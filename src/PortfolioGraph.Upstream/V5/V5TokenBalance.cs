using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>An amount of a token. CONTRACT, "TokenBalance".</summary>
public sealed record V5TokenBalance
{
    private readonly long? _chain;

    /// <summary>The chain: <c>chain_id</c> if present (the observed name), else <c>chain</c>. Null if both are absent, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId
    {
        get => field ?? _chain;
        init;
    }

    /// <summary>The OpenAPI document's name of the member that responses call <c>chain_id</c>.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ChainIdConverter))]
    internal long? Chain
    {
        get => _chain;
        init => _chain = value;
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
