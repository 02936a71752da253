using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Reads JSON that a stranger sent: UTF-8, no byte order mark, no member twice (readers disagree on which one counts, so a gateway in front might have
/// checked the other), at most 64 levels.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The value of a JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="what">What the text is, as a message begins with it.</param>
    /// <exception cref="RequestRejectedException">The text is not such JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.IsEmpty)
            throw RequestRejectedException.Invalid($"{what} is empty, JSON is expected.");
        if (!Utf8.IsValid(utf8) || utf8.StartsWith(Encoding.UTF8.Preamble))
            throw RequestRejectedException.Invalid($"{what} must be UTF-8 without a byte order mark.");
        try
        {
            return JsonElement.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw RequestRejectedException.Invalid($"{what} must be valid JSON of at most {Strict.MaxDepth} levels that gives no member of an object twice.");
        }
    }
}
