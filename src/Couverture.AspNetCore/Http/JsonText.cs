using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// Parses JSON from untrusted clients strictly: valid UTF-8, no byte order mark, no duplicate members, no unpaired surrogates, and at most
/// <see cref="MaxDepth"/> levels. Duplicate members are rejected because parsers disagree on which one wins, so that a gateway might have checked the other.
/// </summary>
internal static class JsonText
{
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Returns the value of a JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="what">The name of the text, as the first words of an error message.</param>
    /// <exception cref="RejectedException">The text is invalid; the message says where and why.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.IsEmpty)
            throw BadRequest($"{what} is empty. Send JSON.");
        if (!Utf8.IsValid(utf8))
            throw BadRequest($"{what} is not valid UTF-8.");
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            throw BadRequest($"{what} starts with a byte order mark. Remove it.");
        try
        {
            if (utf8.IndexOf("\\u"u8) >= 0)
                CheckEscapes(utf8);
            return JsonElement.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw BadRequest(DescribeError(utf8, what));
        }
        catch (InvalidOperationException)
        {
            throw BadRequest($"{what} contains an unpaired surrogate in a \\u escape, which UTF-8 cannot represent.");
        }
    }

    // JsonElement detects an invalid escape only when the string is read, which would be during execution.
    private static void CheckEscapes(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString();
        }
    }

    private static string DescribeError(ReadOnlySpan<byte> utf8, string what)
    {
        if (FindError(utf8, MaxDepth) is not { } error)
            return $"{what} has an object with a duplicate member. Send every member once.";
        // If parsing gets further without the depth limit, the depth is the only error.
        if (FindError(utf8, int.MaxValue) is not { } unlimited || unlimited != error)
            return $"{what} is nested deeper than {MaxDepth} levels.";
        return $"{what} is not valid JSON: error at line {error.Line}, column {error.Column}.";
    }

    /// <summary>Returns the position of the first syntax error, both numbers from 1, with columns in UTF-16 code units; null if there is none.</summary>
    private static (long Line, long Column)? FindError(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
            {
            }
            return null;
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber ?? 0;
            var remaining = utf8;
            for (var skipped = 0L; skipped < line; skipped++)
                remaining = remaining[(remaining.IndexOf((byte)'\n') + 1)..];
            var before = remaining[..(int)Math.Min(exception.BytePositionInLine ?? 0, remaining.Length)];
            return (line + 1, Encoding.UTF8.GetCharCount(before) + 1);
        }
    }

    private static RejectedException BadRequest(string message) => new(Rejection.BadRequest(message));
}
