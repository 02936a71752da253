using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>An amount of a token. CONTRACT, "TokenBalance".</summary>
public sealed record V5TokenBalance
{
    private readonly long? _chain;

    /// <summary>The chain: the wire's <c>chain_id</c> if given (here that is the name seen), else its <c>chain</c>; null when it names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId
    {
        get => field ?? _chain;
        init;
    }

    /// <summary>The OpenAPI document's name for what the wire calls <c>chain_id</c>.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ChainIdConverter))]
    internal long? Chain
    {
        get => _chain;
        init => _chain = value;
    }

    /// <summary>The token's contract, <c>0xeeee...eeee</c> or the zero address for the native coin; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>For display only: amounts are divided already. Null when unknown.</summary>
    public int? Decimals { get; init; }

    /// <summary>The token's symbol; null when unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>The token's name; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The amount, already divided by the decimals; may be negative where losses are listed; null when unknown.</summary>
    public JsonNumber? Amount { get; init; }

    /// <summary>US dollars for one token; null when unknown.</summary>
    public JsonNumber? PriceUsd { get; init; }

    /// <summary>US dollars; not in the OpenAPI document, so null is usual: then it is amount times price.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
