using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Reads the text of numbers and parses whole numbers.</summary>
internal static class NumberToken
{
    // 2^256 has 78 digits. A larger exponent would only use memory.
    private const int MaxExponent = 80;

    /// <summary>Returns the current token, which must be a number.</summary>
    /// <exception cref="JsonException">The token is not a number, or the number is too long.</exception>
    public static JsonNumber Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("Expected a number.");
        if (reader.ValueSpan.Length > WireLimits.MaxNumberLength)
            throw new JsonException("The number is too long.");
        return new JsonNumber(reader.ValueSpan);
    }

    /// <summary>Returns the text of the current token if it is a number. Skips the value and returns null if it is not, or if the number is too long.</summary>
    public static string? TextOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= WireLimits.MaxNumberLength)
            return Encoding.ASCII.GetString(reader.ValueSpan);

        reader.Skip();
        return null;
    }

    /// <summary>Returns the text of the current token if it is a number or a string. Skips the value and returns null if it is neither or too long.</summary>
    public static string? TextOfNumberOrStringOrNull(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= WireLimits.MaxNumberLength ? reader.GetString() : TextOrNull(ref reader);

    /// <summary>Parses a whole number (<c>12</c>, <c>12.0</c>, <c>1.2e1</c>). Returns null if the text is not one, or if it is far beyond 256 bits.</summary>
    public static BigInteger? ToWholeNumber(this string? text)
    {
        if (text is null)
            return null;

        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        if (exponent >= 0 && !(int.TryParse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && Math.Abs(power) <= MaxExponent))
            return null;

        const NumberStyles Notations = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return BigInteger.TryParse(text, Notations, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Returns the number as a 64-bit integer. Null if it does not fit.</summary>
    public static long? ToInt64(this BigInteger? number) => number >= long.MinValue && number <= long.MaxValue ? (long)number.Value : null;
}

/// <summary>Reads a number without which the response is invalid. Members of rows are read by <see cref="MemberReader.ReadNumber"/>.</summary>
internal sealed class JsonNumberConverter : JsonConverter<JsonNumber>
{
    public override JsonNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => NumberToken.Number(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonNumber value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text);
}
