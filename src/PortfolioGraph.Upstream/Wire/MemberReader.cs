using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads the value of a row's member, at its only token or its first. An unreadable value is read as null, so that it does not make the row or the list unreadable. If null has
/// its own meaning for a member that identifies the row, an unreadable value is read as one that no real row has.
/// </summary>
internal static class MemberReader
{
    /// <summary>A chain id that no chain has.</summary>
    public const long UnreadableChainId = 0;

    private static readonly BigInteger TokenIdLimit = BigInteger.One << 256;

    /// <summary>A token id that no token has.</summary>
    public static BigInteger UnreadableTokenId => BigInteger.MinusOne;

    /// <summary>Reads text that other rows and responses are likely to repeat. Anything else is read as null.</summary>
    public static string? ReadText(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? KnownTexts.Shared.Get(reader.ValueSpan) : reader.ReadUniqueText();

    /// <summary>Reads text that is rarely repeated, such as a wallet's address. Anything else is read as null.</summary>
    public static string? ReadUniqueText(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();

        reader.Skip();
        return null;
    }

    /// <summary>
    /// Reads the key that joins snapshot and metrics: a string, or an object on aggregated rows (CONTRACT, "v5 protocols/metrics"). Keys are only compared, so an object is read as
    /// its JSON text without white space. Anything else is read as null and joins nothing.
    /// </summary>
    public static string? ReadIndex(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.ReadUniqueText();

        using var index = JsonDocument.ParseValue(ref reader);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            index.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Reads a number with its exact digits. Anything else, or a number that is too long, is read as null.</summary>
    public static JsonNumber? ReadNumber(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= WireLimits.MaxNumberLength)
            return new JsonNumber(reader.ValueSpan);

        reader.Skip();
        return null;
    }

    /// <summary>Reads a number without which the response is invalid, or null.</summary>
    /// <exception cref="JsonException">The value is neither a number nor null, or the number is too long.</exception>
    public static JsonNumber? ReadRequiredNumber(this ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : NumberToken.Number(ref reader);

    /// <summary>Reads a whole number in any notation (<c>18</c>, <c>18.0</c>, <c>"18"</c>). Anything else, or a number beyond 32 bits, is read as null.</summary>
    public static int? ReadInt32(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var plain) ? plain
        : NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { } number && number >= int.MinValue && number <= int.MaxValue ? (int)number : null;

    /// <summary>Reads a whole number in any notation of a JSON number (<c>18</c>, <c>18.0</c>). Anything else, text included, or a number beyond 64 bits, is read as null.</summary>
    public static long? ReadInt64(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var plain) ? plain : NumberToken.TextOrNull(ref reader).ToWholeNumber().ToInt64();

    /// <summary>Reads a boolean in any notation (<c>true</c>, <c>1</c>, <c>"true"</c>), so that a debt is recognized in each of them. Anything else is read as null.</summary>
    public static bool? ReadBoolean(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean();

        return NumberToken.TextOfNumberOrStringOrNull(ref reader)?.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => null,
        };
    }

    /// <summary>Reads the id of a chain, a number or its text. Null means "all chains together", so an unreadable id is read as <see cref="UnreadableChainId"/>.</summary>
    public static long? ReadChainId(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetInt64(out var plain) => plain,
        _ => NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber().ToInt64() ?? UnreadableChainId,
    };

    /// <summary>
    /// Reads the id of an NFT, a whole number below 2^256 in any notation (<c>12345</c>, <c>12345.0</c>, <c>"12345"</c>). Null means that there is no id, so an unreadable id is
    /// read as <see cref="UnreadableTokenId"/>. Otherwise two positions could be mistaken for one.
    /// </summary>
    public static BigInteger? ReadTokenId(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        // Nearly every row has a small id or 0.
        JsonTokenType.Number when reader.TryGetInt64(out var plain) && plain >= 0 => plain,
        _ => NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber() is { Sign: >= 0 } id && id < TokenIdLimit ? id : UnreadableTokenId,
    };

    /// <summary>Reads a list of texts. An element that is not text is read as an empty one. Null if the value is not a list.</summary>
    public static IReadOnlyList<string>? ReadTexts(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(reader.ReadText() ?? "");
        return texts;
    }

    /// <summary>Reads a list, with one row for each element. An element that is not an object becomes an unreadable row. Null if the value is not a list.</summary>
    /// <param name="reader">The reader at the value.</param>
    /// <param name="converter">The converter of the rows.</param>
    public static IReadOnlyList<T>? ReadRows<T>(this ref Utf8JsonReader reader, RowConverter<T> converter)
        where T : class, new()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var rows = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            rows.Add(converter.Read(ref reader));
        return rows;
    }
}
