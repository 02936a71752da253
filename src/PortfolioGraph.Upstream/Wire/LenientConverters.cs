using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

// Converters for the members of rows that are read too rarely for a RowConverter. MemberReader describes what they read.

/// <summary>Reads text.</summary>
internal sealed class LenientTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.ReadText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads a number with its exact digits.</summary>
internal sealed class LenientNumberConverter : JsonConverter<JsonNumber?>
{
    public override JsonNumber? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.ReadNumber();

    public override void Write(Utf8JsonWriter writer, JsonNumber? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.Text ?? "null");
}

/// <summary>Reads a whole number of 32 bits in any notation.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.ReadInt32();

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>Reads the id of a chain.</summary>
internal sealed class ChainIdConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.ReadChainId();

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>Reads the id of an NFT.</summary>
internal sealed class TokenIdConverter : JsonConverter<BigInteger?>
{
    public override BigInteger? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.ReadTokenId();

    public override void Write(Utf8JsonWriter writer, BigInteger? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}
