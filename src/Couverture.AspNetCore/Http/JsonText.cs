using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// Reads JSON that a stranger sent, strictly: UTF-8, no byte order mark, no member twice (readers disagree on which one counts, so
/// a gateway in front might have checked the other), no half of a surrogate pair, no more levels than <see cref="MaxDepth"/>.
/// </summary>
internal static class JsonText
{
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The value of a JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="what">What the text is, as a message begins with it.</param>
    /// <exception cref="RejectedException">The text is refused; the message says where and why.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.IsEmpty)
            throw BadRequest($"{what} is empty, JSON is expected.");
        if (!Utf8.IsValid(utf8))
            throw BadRequest($"{what} is not valid UTF-8.");
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            throw BadRequest($"{what} starts with a byte order mark; leave it out.");
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
            throw BadRequest($"{what} holds half of a surrogate pair in a \\u escape; such text cannot be written in UTF-8.");
        }
    }

    // JsonElement would only notice when the text is read, deep inside the execution.
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
            return $"{what} gives a member of an object twice; give every member once.";
        // Whoever gets further with more levels failed for their number only.
        if (FindError(utf8, int.MaxValue) is not { } unlimited || unlimited != error)
            return $"{what} nests deeper than {MaxDepth} levels.";
        return $"{what} is not valid JSON: look at line {error.Line}, column {error.Column}.";
    }

    /// <summary>Where the text stops being JSON, columns in UTF-16 code units; null where it is JSON to its end.</summary>
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
