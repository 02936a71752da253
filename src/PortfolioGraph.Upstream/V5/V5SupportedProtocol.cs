using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A protocol group on one chain. CONTRACT, "v5 general/supported_protocols".</summary>
public sealed record V5SupportedProtocol
{
    /// <summary>The chain; null when the upstream names none, 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; }

    /// <summary>The group's key, opaque: never to be matched with a protocol of version 4 by its text. Null where it could not be read.</summary>
    public string? ProtocolGroupId { get; init; }

    /// <summary>Its readable name; null when unknown.</summary>
    public string? ProtocolGroupName { get; init; }

    /// <summary>The address of its picture; null when there is none.</summary>
    public string? ProtocolGroupIcon { get; init; }
}
