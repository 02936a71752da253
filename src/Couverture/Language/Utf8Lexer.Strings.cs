using System.Buffers;
using System.Globalization;
using System.Text;

namespace Couverture.Language;

internal ref partial struct Utf8Lexer
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\\n\r"u8);

    private TokenKind ReadString()
    {
        if (_source[_position..].StartsWith("\"\"\""u8))
        {
            _position += 3;
            StringValue = ReadBlockString();
            return TokenKind.BlockString;
        }

        _position++;
        StringValue = ReadQuotedString();
        return TokenKind.String;
    }

    private string ReadQuotedString()
    {
        StringBuilder? builder = null;

        while (true)
        {
            var length = _source[_position..].IndexOfAny(StringStops);
            var stop = length < 0 ? _source.Length : _position + length;
            var text = Encoding.UTF8.GetString(_source[_position..stop]);
            SkipText(stop - _position);

            switch (At(stop))
            {
                case (byte)'"':
                    _position++;
                    return builder is null ? text : builder.Append(text).ToString();
                case (byte)'\\':
                    builder ??= new StringBuilder();
                    builder.Append(text);
                    ReadEscape(builder);
                    break;
                default:
                    throw Invalid("Unterminated string.", stop);
            }
        }
    }

    private void ReadEscape(StringBuilder builder)
    {
        var start = _position;
        var escaped = At(start + 1);

        if (escaped == 'u')
        {
            builder.Append(ReadUnicodeEscape().ToString());
            return;
        }

        builder.Append(escaped switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => throw Invalid($"Invalid escape sequence: \\ followed by {DescribeCharacter(start + 1)}.", start),
        });
        _position += 2;
    }

    private Rune ReadUnicodeEscape()
    {
        var start = _position;
        var value = ReadCodePoint();

        // The older form of a supplementary character is two escapes: a leading and a trailing surrogate.
        if (char.IsHighSurrogate((char)value) && value <= char.MaxValue && At(start + 2) != '{' && At(_position) == '\\' && At(_position + 1) == 'u' && At(_position + 2) != '{')
        {
            var trailing = ReadCodePoint();

            if (Rune.TryCreate((char)value, (char)trailing, out var pair))
            {
                return pair;
            }
        }

        return Rune.TryCreate(value, out var rune)
            ? rune
            : throw Invalid($"Invalid Unicode escape sequence: {Encoding.UTF8.GetString(_source[start.._position])} is not a character.", start);
    }

    /// <summary>Reads \u followed by four digits, or by any number of digits in braces.</summary>
    private int ReadCodePoint()
    {
        var start = _position;
        var braced = At(start + 2) == '{';
        var digits = start + (braced ? 3 : 2);
        var end = digits;

        while ((braced || end < digits + 4) && char.IsAsciiHexDigit((char)At(end)))
        {
            end++;
        }

        if (braced ? end == digits || At(end) != '}' : end < digits + 4)
        {
            throw Invalid("Invalid Unicode escape sequence: expected \\u and four hexadecimal digits, or \\u{ digits }.", start);
        }

        _position = braced ? end + 1 : end;

        var significant = _source[digits..end].TrimStart((byte)'0');
        return significant.Length switch
        {
            0 => 0,
            > 6 => int.MaxValue,
            _ => int.Parse(significant, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        };
    }

    private string ReadBlockString()
    {
        var start = _position;
        var escaped = false;

        while (true)
        {
            var length = _source[_position..].IndexOfAny(StringStops);
            SkipText(length < 0 ? _source.Length - _position : length);

            switch (At(_position))
            {
                case (byte)'\n' or (byte)'\r':
                    ReadLineTerminator();
                    break;
                case (byte)'\\':
                    var isQuotes = _source[(_position + 1)..].StartsWith("\"\"\""u8);
                    escaped |= isQuotes;
                    _position += isQuotes ? 4 : 1;
                    break;
                case (byte)'"' when !_source[_position..].StartsWith("\"\"\""u8):
                    _position++;
                    break;
                case (byte)'"':
                    var raw = Encoding.UTF8.GetString(_source[start.._position]);
                    _position += 3;
                    return StringLiteral.Dedent(escaped ? raw.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal) : raw);
                default:
                    throw Invalid("Unterminated string.", _position);
            }
        }
    }
}
