using System.Text;

namespace Couverture.Language;

/// <summary>Reads GraphQL documents: executable ones, type system ones, and mixtures (section 2).</summary>
public static class Utf8GraphQLParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a document from UTF-8 text; a byte order mark is skipped.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">The limits; null for <see cref="ParserOptions.Default"/>.</param>
    /// <exception cref="SyntaxException">The text is no document, is not valid UTF-8, or exceeds a limit.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8, ParserOptions? options = null)
        => new DocumentReader(utf8, options ?? ParserOptions.Default).ReadDocument();

    /// <summary>Reads a document from text.</summary>
    /// <param name="text">The text; locations count it as UTF-8.</param>
    /// <param name="options">The limits; null for <see cref="ParserOptions.Default"/>.</param>
    /// <exception cref="SyntaxException">The text is no document, holds half a surrogate pair, or exceeds a limit.</exception>
    public static DocumentNode Parse(string text, ParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);

        return Parse(Encode(text), options);
    }

    private static byte[] Encode(string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            var before = text.AsSpan(0, exception.Index);
            var offset = StrictUtf8.GetByteCount(before);
            var lines = before.ToString().Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
            var location = new Location(offset, offset, lines.Length, lines[^1].Length + 1);
            throw SyntaxException.Invalid("The document holds half a surrogate pair.", location);
        }
    }
}
