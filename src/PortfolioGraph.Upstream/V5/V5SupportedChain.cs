using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A supported chain. CONTRACT, "v5 general/supported_chains".</summary>
public sealed record V5SupportedChain
{
    /// <summary>The chain's id; null when it is missing, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>Its readable name; null when unknown.</summary>
    public string? ChainName { get; init; }

    /// <summary>The address of its picture; null when there is none.</summary>
    public string? ChainIcon { get; init; }

    /// <summary>Its native coin; null when the upstream names none.</summary>
    public V5NativeToken? NativeToken { get; init; }
}

/// <summary>A chain's native coin.</summary>
public sealed record V5NativeToken
{
    private readonly long? _chain;

    /// <summary>The chain: the wire's <c>chain</c> if given, else its <c>chain_id</c>; null when it names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId
    {
        get => _chain ?? field;
        init;
    }

    /// <summary>The OpenAPI document's name of the chain.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ChainIdConverter))]
    internal long? Chain
    {
        get => _chain;
        init => _chain = value;
    }

    /// <summary><c>0xeeee...eeee</c> or the zero address; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>Decimals, for display; null when unknown.</summary>
    public int? Decimals { get; init; }

    /// <summary>The symbol; null when unknown.</summary>
    public string? Symbol { get; init; }

    /// <summary>The name; null when unknown.</summary>
    public string? Name { get; init; }
}
