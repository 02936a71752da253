using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityToolkit.HighPerformance.Buffers;

namespace PortfolioGraph.Upstream.Wire;

// Converters for the members of rows. An unreadable member is read as null, so that it does not make the row or the list unreadable. If null has its own
// meaning for a member that identifies the row, an unreadable value is read as one that no real row has.

/// <summary>Reads text. Anything else is read as null.</summary>
internal sealed class LenientTextConverter : JsonConverter<string>
{
    private const int MaxPooledLength = 48;
    private const int MaxPooledTexts = 16_384;

    private static readonly StringPool Texts = new(MaxPooledTexts);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Short texts are names, symbols and contracts, which nearly every response repeats. The pool is bounded.
        if (reader.TokenType == JsonTokenType.String)
            return reader is { ValueIsEscaped: false, ValueSpan.Length: > 0 and <= MaxPooledLength } ? Texts.GetOrAdd(reader.ValueSpan, Encoding.UTF8) : reader.GetString();

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads a number with its exact digits. Anything else, or a number that is too long, is read as null.</summary>
internal sealed class LenientNumberConverter : JsonConverter<JsonNumber?>
{
    public override JsonNumber? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.NumberOrNull(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonNumber? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.Text ?? "null");
}

/// <summary>Reads a whole number in any notation (<c>18</c>, <c>18.0</c>, <c>"18"</c>). Anything else, or a number beyond 32 bits, is read as null.</summary>
internal sealed class LenientInt32Converter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var plain) ? plain
        : NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { } number && number >= int.MinValue && number <= int.MaxValue ? (int)number : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>Reads a whole number in any notation of a JSON number (<c>18</c>, <c>18.0</c>). Anything else, text included, or a number beyond 64 bits, is read as null.</summary>
internal sealed class LenientInt64Converter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => NumberToken.TextOrNull(ref reader).ToWholeNumber().ToInt64();

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>Reads a boolean in any notation (<c>true</c>, <c>1</c>, <c>"true"</c>), so that a debt is recognized in each of them. Anything else is read as null.</summary>
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
/// Reads the id of a chain, a number or its text. Null means "all chains together", so an unreadable id is read as <see cref="Unreadable"/>.
/// </summary>
internal sealed class ChainIdConverter : JsonConverter<long?>
{
    /// <summary>An id that no chain has.</summary>
    public const long Unreadable = 0;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var plain) ? plain : NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber().ToInt64() ?? Unreadable;

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}

/// <summary>
/// Reads the id of an NFT, a whole number below 2^256 in any notation (<c>12345</c>, <c>12345.0</c>, <c>"12345"</c>). Null means that there is no id, so an unreadable id is
/// read as <see cref="Unreadable"/>. Otherwise two positions could be mistaken for one.
/// </summary>
internal sealed class TokenIdConverter : JsonConverter<BigInteger?>
{
    private static readonly BigInteger Limit = BigInteger.One << 256;

    /// <summary>An id that no token has.</summary>
    public static BigInteger Unreadable => BigInteger.MinusOne;

    public override BigInteger? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { Sign: >= 0 } id && id < Limit ? id : Unreadable;

    public override void Write(Utf8JsonWriter writer, BigInteger? value, JsonSerializerOptions options) => writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
}
