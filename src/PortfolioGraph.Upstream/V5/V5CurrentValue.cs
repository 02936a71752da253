using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// The total value of all addresses, with four independent breakdowns. CONTRACT, "v5 general/current_value".
/// A list is null if the upstream did not send it.
/// </summary>
[JsonConverter(typeof(V5CurrentValueConverter))]
public sealed record V5CurrentValue
{
    /// <summary>The value in US dollars over all requested addresses. Null if unknown. A response whose total is not a number is invalid, because the total is not part of a row.</summary>
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

internal sealed class V5CurrentValueConverter : RowConverter<V5CurrentValue>
{
    public static readonly V5CurrentValueConverter Instance = new();

    protected override void ReadMember(V5CurrentValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("total"u8))
            row.Total = reader.ReadRequiredNumber();
        else if (name.SequenceEqual("by_address"u8))
            row.ByAddress = reader.ReadRows(V5AddressValueConverter.Instance);
        else if (name.SequenceEqual("by_category"u8))
            row.ByCategory = reader.ReadRows(V5CategoryValueConverter.Instance);
        else if (name.SequenceEqual("by_protocol_group"u8))
            row.ByProtocolGroup = reader.ReadRows(V5ProtocolGroupValueConverter.Instance);
        else if (name.SequenceEqual("by_chain"u8))
            row.ByChain = reader.ReadRows(V5ChainValueConverter.Instance);
        else
            reader.Skip();
    }
}

/// <summary>One address's total.</summary>
[JsonConverter(typeof(V5AddressValueConverter))]
public sealed record V5AddressValue
{
    /// <summary>The address, expected in lower case. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V5AddressValueConverter : RowConverter<V5AddressValue>
{
    public static readonly V5AddressValueConverter Instance = new();

    protected override void ReadMember(V5AddressValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("address"u8))
            row.Address = reader.ReadUniqueText();
        else
            reader.Skip();
    }
}

/// <summary>One category's value.</summary>
[JsonConverter(typeof(V5CategoryValueConverter))]
public sealed record V5CategoryValue
{
    /// <summary>The category's key: <c>tokens</c>, <c>native</c> or <c>protocols</c>, or an unknown category. Null if unreadable.</summary>
    public string? CategoryId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? CategoryName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V5CategoryValueConverter : RowConverter<V5CategoryValue>
{
    public static readonly V5CategoryValueConverter Instance = new();

    protected override void ReadMember(V5CategoryValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("category_id"u8))
            row.CategoryId = reader.ReadText();
        else if (name.SequenceEqual("category_name"u8))
            row.CategoryName = reader.ReadText();
        else
            reader.Skip();
    }
}

/// <summary>One protocol group's value over all chains.</summary>
[JsonConverter(typeof(V5ProtocolGroupValueConverter))]
public sealed record V5ProtocolGroupValue
{
    /// <summary>The group's opaque key. Null if unreadable.</summary>
    public string? ProtocolGroupId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ProtocolGroupName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V5ProtocolGroupValueConverter : RowConverter<V5ProtocolGroupValue>
{
    public static readonly V5ProtocolGroupValueConverter Instance = new();

    protected override void ReadMember(V5ProtocolGroupValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("protocol_group_id"u8))
            row.ProtocolGroupId = reader.ReadText();
        else if (name.SequenceEqual("protocol_group_name"u8))
            row.ProtocolGroupName = reader.ReadText();
        else
            reader.Skip();
    }
}

/// <summary>One chain's value.</summary>
[JsonConverter(typeof(V5ChainValueConverter))]
public sealed record V5ChainValue : IHasChainId
{
    /// <summary>The chain. Null for all chains together, if such a row is sent. 0 if the id or the whole row is unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>The display name. Null if unknown.</summary>
    public string? ChainName { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V5ChainValueConverter : RowConverter<V5ChainValue>
{
    public static readonly V5ChainValueConverter Instance = new();

    protected override void ReadMember(V5ChainValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("chain_name"u8))
            row.ChainName = reader.ReadText();
        else
            reader.Skip();
    }
}
