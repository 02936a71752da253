using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// The total value of all addresses, with four independent breakdowns. CONTRACT, "v5 general/current_value".
/// A list is null if the upstream did not send it.
/// </summary>
public sealed record V5CurrentValue
{
    /// <summary>The value in US dollars over all requested addresses. Null if unknown. A response whose total is not a number is invalid, because the total is not part of a row.</summary>
    [JsonConverter(typeof(JsonNumberConverter))]
    public JsonNumber? Total { get; set; }

    /// <summary>The total of each address, or its value on the chain of the query.</summary>
    public IReadOnlyList<V5AddressValue>? ByAddress { get; set; }

    /// <summary>The value of each category.</summary>
    public IReadOnlyList<V5CategoryValue>? ByCategory { get; set; }

    /// <summary>The value of each protocol group over all chains. The group <c>token</c> may be included.</summary>
    public IReadOnlyList<V5ProtocolGroupValue>? ByProtocolGroup { get; set; }

    /// <summary>The value of each chain.</summary>
    public IReadOnlyList<V5ChainValue>? ByChain { get; set; }
}

/// <summary>One address's total.</summary>
public sealed record V5AddressValue
{
    /// <summary>The address, expected in lower case. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

/// <summary>One category's value.</summary>
public sealed record V5CategoryValue
{
    /// <summary>The category's key: <c>tokens</c>, <c>native</c> or <c>protocols</c>, or an unknown category. Null if unreadable.</summary>
    public string? CategoryId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? CategoryName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

/// <summary>One protocol group's value over all chains.</summary>
public sealed record V5ProtocolGroupValue
{
    /// <summary>The group's opaque key. Null if unreadable.</summary>
    public string? ProtocolGroupId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ProtocolGroupName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

/// <summary>One chain's value.</summary>
public sealed record V5ChainValue : IHasChainId
{
    /// <summary>The chain. Null for all chains together, if such a row is sent. 0 if the id or the whole row is unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? ChainId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ChainName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}
