using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// The value of everything, all addresses together, split in four independent ways. CONTRACT, "v5 general/current_value".
/// A list is null when the upstream did not send it.
/// </summary>
public sealed record V5CurrentValue
{
    /// <summary>US dollars over all addresses asked for; null when unknown. It is no row's member: an answer whose total is not a number is a bad one.</summary>
    [JsonConverter(typeof(JsonNumberConverter))]
    public JsonNumber? Total { get; init; }

    /// <summary>The total of each address; with a chain in the query, its value on that chain.</summary>
    public IReadOnlyList<V5AddressValue>? ByAddress { get; init; }

    /// <summary>Per category.</summary>
    public IReadOnlyList<V5CategoryValue>? ByCategory { get; init; }

    /// <summary>Per protocol group, over all chains; the group <c>token</c> may be among them.</summary>
    public IReadOnlyList<V5ProtocolGroupValue>? ByProtocolGroup { get; init; }

    /// <summary>Per chain.</summary>
    public IReadOnlyList<V5ChainValue>? ByChain { get; init; }
}

/// <summary>One address's total.</summary>
public sealed record V5AddressValue
{
    /// <summary>The address, expected in lower case; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

/// <summary>One category's value.</summary>
public sealed record V5CategoryValue
{
    /// <summary><c>tokens</c>, <c>native</c> or <c>protocols</c>; others may come, null where it could not be read.</summary>
    public string? CategoryId { get; init; }

    /// <summary>Its readable name; null when unknown.</summary>
    public string? CategoryName { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

/// <summary>One protocol group's value over all chains.</summary>
public sealed record V5ProtocolGroupValue
{
    /// <summary>The group's key, opaque; null where it could not be read.</summary>
    public string? ProtocolGroupId { get; init; }

    /// <summary>Its readable name; null when unknown.</summary>
    public string? ProtocolGroupName { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

/// <summary>One chain's value.</summary>
public sealed record V5ChainValue
{
    /// <summary>The chain; null for all chains together, should such a row come, 0 where it, or the whole row, could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; init; } = ChainIdConverter.Unreadable;

    /// <summary>Its readable name; null when unknown.</summary>
    public string? ChainName { get; init; }

    /// <summary>US dollars; null when unknown.</summary>
    public JsonNumber? ValueUsd { get; init; }
}
