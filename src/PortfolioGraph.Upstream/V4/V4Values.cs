using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>One address's value. CONTRACT, "v4 general/current_value".</summary>
[JsonConverter(typeof(V4AddressValueConverter))]
public sealed record V4AddressValue
{
    /// <summary>The address, lower case. Null if unreadable.</summary>
    public string? Address { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V4AddressValueConverter : RowConverter<V4AddressValue>
{
    public static readonly V4AddressValueConverter Instance = new();

    protected override void ReadMember(V4AddressValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("address"u8))
            row.Address = reader.ReadUniqueText();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}

/// <summary>The value of a group of tokens or of a protocol. CONTRACT, "v4 overview/protocols/current_value and overview/erc20/current_value".</summary>
[JsonConverter(typeof(V4ValueGroupConverter))]
public sealed record V4ValueGroup
{
    /// <summary>For tokens <c>native</c>, <c>stable</c> or <c>token</c>; for protocols the protocol's name, in an unspecified format. Null if unreadable.</summary>
    public string? ProtocolName { get; set; }

    /// <summary>The values of each chain and the total. Null if the upstream sent none.</summary>
    public IReadOnlyList<V4ChainValue>? Result { get; set; }
}

internal sealed class V4ValueGroupConverter : RowConverter<V4ValueGroup>
{
    public static readonly V4ValueGroupConverter Instance = new();

    protected override void ReadMember(V4ValueGroup row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("protocol_name"u8))
            row.ProtocolName = reader.ReadText();
        else if (name.SequenceEqual("result"u8))
            row.Result = reader.ReadRows(V4ChainValueConverter.Instance);
        else
            reader.Skip();
    }
}

/// <summary>The value on one chain or in total.</summary>
[JsonConverter(typeof(V4ChainValueConverter))]
public sealed record V4ChainValue : IHasChainId
{
    /// <summary>The chain. Null for all chains together. 0 if the id or the whole row is unreadable.</summary>
    public long? ChainId { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class V4ChainValueConverter : RowConverter<V4ChainValue>
{
    public static readonly V4ChainValueConverter Instance = new();

    protected override void ReadMember(V4ChainValue row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("chain_id"u8))
            row.ChainId = reader.ReadChainId();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}
