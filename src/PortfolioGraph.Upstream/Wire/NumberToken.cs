using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>The text of numbers, and the whole numbers that it spells.</summary>
internal static class NumberToken
{
    // 2^256 has 78 digits. A larger exponent would only cost memory.
    private const int MaxExponent = 80;

    /// <summary>The text of the number that <paramref name="reader"/> stands on.</summary>
    /// <exception cref="JsonException">It stands on something else, or on a number of monstrous length.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("A number was promised.");
        if (reader.ValueSpan.Length > WireLimits.MaxNumberLength)
            throw new JsonException("The number is too long.");
        return Encoding.ASCII.GetString(reader.ValueSpan);
    }

    /// <summary>The text of the number that <paramref name="reader"/> stands on; null, and the value passed over, where it is something else or of monstrous length.</summary>
    public static string? TextOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= WireLimits.MaxNumberLength)
            return Encoding.ASCII.GetString(reader.ValueSpan);

        reader.Skip();
        return null;
    }

    /// <summary>The same, a text that holds nothing but a number included.</summary>
    public static string? TextOfNumberOrStringOrNull(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= WireLimits.MaxNumberLength ? reader.GetString() : TextOrNull(ref reader);

    /// <summary>The whole number that a text spells (<c>12</c>, <c>12.0</c>, <c>1.2e1</c>); null where it spells none, or one far beyond 256 bits.</summary>
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

    /// <summary>The number as 64 bits; null where it needs more.</summary>
    public static long? ToInt64(this BigInteger? number) => number >= long.MinValue && number <= long.MaxValue ? (long)number.Value : null;
}
