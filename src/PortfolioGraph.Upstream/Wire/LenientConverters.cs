using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

// The members of rows. One bad member must not cost the row, and one bad row must not cost the list: a member that cannot be read is null. Members that are part of
// a row's identity and may be null by right are never null for being unreadable; theirs is a value that nothing real has.

/// <summary>Text; what is not text is null.</summary>
internal sealed class LenientTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A number as it stands; what is not a number, or is a number of monstrous length, is null.</summary>
internal sealed class LenientNumberConverter : JsonConverter<JsonNumber?>
{
    public override JsonNumber? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.TextOrNull(ref reader) is { } text ? new JsonNumber(text) : null;

    public override void Write(Utf8JsonWriter writer, JsonNumber? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.Text ?? "null");
}

/// <summary>A whole number, in any spelling of it (<c>18</c>, <c>18.0</c>, <c>"18"</c>); what is none, or beyond 32 bits, is null.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { } number && number >= int.MinValue && number <= int.MaxValue ? (int)number : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>A whole number, in any spelling of it that is a JSON number (<c>18</c>, <c>18.0</c>); a text, what is none, or beyond 64 bits, is null.</summary>
internal sealed class LenientInt64Converter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => NumberToken.TextOrNull(ref reader).ToWholeNumber().ToInt64();

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>A truth value, in any spelling of it (<c>true</c>, <c>1</c>, <c>"true"</c>); anything else is null. A mark of a debt must not be lost for its spelling.</summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => NumberToken.TextOfNumberOrStringOrNull(ref reader),
        };
        return text?.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => null,
        };
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => writer.WriteRawValue(value switch { true => "true", false => "false", null => "null" });
}

/// <summary>
/// The id of a chain, a number or the text of one. Null is a word of its own there, "all chains together": what cannot be read is <see cref="Unreadable"/>.
/// </summary>
internal sealed class ChainIdConverter : JsonConverter<long?>
{
    /// <summary>No chain has this id.</summary>
    public const long Unreadable = 0;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber().ToInt64() ?? Unreadable;

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>
/// The id of an NFT, a whole number up to 2^256, in any spelling of it (<c>12345</c>, <c>12345.0</c>, <c>"12345"</c>). Null means that there is none: what cannot be
/// read is <see cref="Unreadable"/>, so that two positions are never taken for one.
/// </summary>
internal sealed class TokenIdConverter : JsonConverter<BigInteger?>
{
    private static readonly BigInteger Limit = BigInteger.One << 256;

    /// <summary>No token has this id.</summary>
    public static BigInteger Unreadable => BigInteger.MinusOne;

    public override BigInteger? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { Sign: >= 0 } id && id < Limit ? id : Unreadable;

    public override void Write(Utf8JsonWriter writer, BigInteger? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}
