using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A supported chain. CONTRACT, "v5 general/supported_chains".</summary>
public sealed record V5SupportedChain
{
    /// <summary>The chain's id. Null if missing, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ChainName { get; set; }

    /// <summary>The URL of its icon. Null if there is none.</summary>
    public string? ChainIcon { get; set; }

    /// <summary>The native coin. Null if the upstream names none.</summary>
    public V5NativeToken? NativeToken { get; set; }
}

/// <summary>A chain's native coin.</summary>
public sealed record V5NativeToken
{
    private readonly long? _chain;

    /// <summary>The chain: <c>chain</c> if present, else <c>chain_id</c>. Null if both are absent, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId
    {
        get => _chain ?? field;
        init;
    }

    /// <summary>The chain under the OpenAPI document's name.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ChainIdConverter))]
    internal long? Chain
    {
        get => _chain;
        init => _chain = value;
    }

    /// <summary>The coin's address, <c>0xeeee...eeee</c> or the zero address. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The decimals, for display. Null if unknown.</summary>
    public int? Decimals { get; set; }

    /// <summary>The symbol. Null if unknown.</summary>
    public string? Symbol { get; set; }

    /// <summary>The name. Null if unknown.</summary>
    public string? Name { get; set; }
}
