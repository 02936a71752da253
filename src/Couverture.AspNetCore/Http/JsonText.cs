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
            throw Refused($"{what} is empty, JSON is expected.");
        if (!Utf8.IsValid(utf8))
            throw Refused($"{what} is not valid UTF-8.");
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            throw Refused($"{what} starts with a byte order mark; leave it out.");
        try
        {
            if (utf8.IndexOf("\\u"u8) >= 0)
                CheckEscapes(utf8);
            return JsonElement.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw Refused(Explain(utf8, what));
        }
        catch (InvalidOperationException)
        {
            throw Refused($"{what} holds half of a surrogate pair in a \\u escape; such text cannot be written in UTF-8.");
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

    private static string Explain(ReadOnlySpan<byte> utf8, string what)
    {
        if (Fault(utf8, MaxDepth) is not { } fault)
            return $"{what} gives a member of an object twice; give every member once.";
        // Whoever gets further with more levels failed for their number only.
        if (Fault(utf8, int.MaxValue) is not { } deeper || deeper != fault)
            return $"{what} nests deeper than {MaxDepth} levels.";
        return $"{what} is not valid JSON: look at line {fault.Line}, column {fault.Column}.";
    }

    /// <summary>Where the text stops being JSON, columns in UTF-16 code units; null where it is JSON to its end.</summary>
    private static (long Line, long Column)? Fault(ReadOnlySpan<byte> utf8, int maxDepth)
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
            var rest = utf8;
            for (var passed = 0L; passed < line; passed++)
                rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
            var before = rest[..(int)Math.Min(exception.BytePositionInLine ?? 0, rest.Length)];
            return (line + 1, Encoding.UTF8.GetCharCount(before) + 1);
        }
    }

    private static RejectedException Refused(string message) => new(Rejection.BadRequest(message));
}
