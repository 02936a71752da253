using System.Text;

namespace Couverture.Language;

/// <summary>Parses GraphQL documents with executable definitions, type system definitions or both (section 2).</summary>
public static class Utf8GraphQLParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Parses a document from UTF-8 text; skips a byte order mark.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">The limits; null uses <see cref="ParserOptions.Default"/>.</param>
    /// <exception cref="SyntaxException">The text has a syntax error, is not valid UTF-8, or exceeds a limit.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8, ParserOptions? options = null)
        => new DocumentReader(utf8, options ?? ParserOptions.Default).ReadDocument();

    /// <summary>Parses a document from a string.</summary>
    /// <param name="text">The text. Offsets in locations refer to its UTF-8 encoding.</param>
    /// <param name="options">The limits; null uses <see cref="ParserOptions.Default"/>.</param>
    /// <exception cref="SyntaxException">The text has a syntax error, contains an unpaired surrogate, or exceeds a limit.</exception>
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
            throw SyntaxException.Invalid("The document contains an unpaired surrogate.", location);
        }
    }
}
