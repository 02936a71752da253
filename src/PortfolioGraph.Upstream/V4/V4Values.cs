using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>One address's value. CONTRACT, "v4 general/current_value".</summary>
public sealed record V4AddressValue
{
    /// <summary>The address, lower case; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>US dollars; null when the upstream does not know.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

/// <summary>The value of a group of tokens or of a protocol. CONTRACT, "v4 overview/protocols/current_value and overview/erc20/current_value".</summary>
public sealed record V4ValueGroup
{
    /// <summary>For tokens <c>native</c>, <c>stable</c> or <c>token</c>; for protocols the protocol's name, in an unknown spelling; null where it could not be read.</summary>
    public string? ProtocolName { get; init; }

    /// <summary>The values, one for each chain and one for all together; null when the upstream sent none.</summary>
    public IReadOnlyList<V4ChainValue>? Result { get; init; }
}

/// <summary>The value on one chain or in all.</summary>
public sealed record V4ChainValue
{
    /// <summary>The chain; null for all chains together, 0 where it, or the whole row, could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; } = ChainIdConverter.Unreadable;

    /// <summary>US dollars; null when the upstream does not know.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
