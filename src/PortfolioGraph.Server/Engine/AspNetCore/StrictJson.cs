using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Parses untrusted JSON: UTF-8 without a byte order mark, at most 64 levels, no duplicate members. Parsers disagree on which duplicate counts, so a
/// gateway might have validated the other one.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Parses a JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="what">The name of the text, with which error messages begin.</param>
    /// <exception cref="RequestRejectedException">The text is not valid.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.IsEmpty)
            throw RequestRejectedException.Invalid($"{what} is empty. Send JSON.");
        if (!Utf8.IsValid(utf8) || utf8.StartsWith(Encoding.UTF8.Preamble))
            throw RequestRejectedException.Invalid($"{what} must be UTF-8 without a byte order mark.");
        try
        {
            return JsonElement.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw RequestRejectedException.Invalid($"{what} must be valid JSON of at most {Strict.MaxDepth} levels without duplicate members.");
        }
    }
}
