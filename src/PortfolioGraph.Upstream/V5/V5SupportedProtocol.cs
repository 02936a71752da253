using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>A protocol group on one chain. CONTRACT, "v5 general/supported_protocols".</summary>
public sealed record V5SupportedProtocol
{
    /// <summary>The chain. Null if the upstream names none, 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; set; }

    /// <summary>The group's opaque key. Its text must not be matched with a version 4 protocol. Null if unreadable.</summary>
    public string? ProtocolGroupId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ProtocolGroupName { get; set; }

    /// <summary>The URL of its icon. Null if there is none.</summary>
    public string? ProtocolGroupIcon { get; set; }
}
