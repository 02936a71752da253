using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Couverture.Language;

/// <summary>Splits UTF-8 text into tokens (section 2.1). Call <see cref="Advance"/> to read the first token.</summary>
internal ref partial struct Utf8Lexer
{
    private static readonly SearchValues<byte> NameBytes
        = SearchValues.Create("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly ReadOnlySpan<byte> _source;
    private int _position;
    private int _line = 1;

    // The start of the current line, adjusted so that position minus line start counts UTF-16 code units instead of bytes.
    private int _lineStart;

    /// <exception cref="SyntaxException">The text is not valid UTF-8.</exception>
    public Utf8Lexer(ReadOnlySpan<byte> source)
    {
        _source = source;

        if (!Utf8.IsValid(source))
        {
            var valid = 0;

            while (Rune.DecodeFromUtf8(source[valid..], out _, out var length) == OperationStatus.Done)
            {
                valid += length;
            }

            throw SyntaxException.Invalid("The document is not valid UTF-8.", LocationOf(valid));
        }
    }

    /// <summary>The current token's kind.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>The offset of the current token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>The offset after the current token's last byte.</summary>
    public int End { get; private set; }

    /// <summary>The current token's line, starting at 1.</summary>
    public int Line { get; private set; }

    /// <summary>The current token's column, starting at 1.</summary>
    public int Column { get; private set; }

    /// <summary>The offset after the last byte of the previous token.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>The value of the current token if it is a string, with escape sequences resolved and indentation removed; else null.</summary>
    public string? StringValue { get; private set; }

    /// <summary>The current token's source text.</summary>
    public readonly ReadOnlySpan<byte> Text => _source[Start..End];

    public readonly Location Location => new(Start, End, Line, Column);

    /// <summary>Moves to the next token; at the end of the document the position does not change.</summary>
    /// <exception cref="SyntaxException">The text at the current position is not a valid token.</exception>
    public void Advance()
    {
        PreviousEnd = End;
        StringValue = null;
        SkipIgnored();

        Start = _position;
        Line = _line;
        Column = _position - _lineStart + 1;
        Kind = _position < _source.Length ? ReadToken(_source[_position]) : TokenKind.EndOfFile;
        End = _position;
    }

    private readonly byte At(int position) => position < _source.Length ? _source[position] : (byte)0;

    private void SkipIgnored()
    {
        while (_position < _source.Length)
        {
            switch (_source[_position])
            {
                case (byte)' ' or (byte)'\t' or (byte)',':
                    _position++;
                    break;
                case (byte)'\n' or (byte)'\r':
                    ReadLineTerminator();
                    break;
                case (byte)'#':
                    SkipComment();
                    break;
                case 0xEF when _source[_position..].StartsWith("\uFEFF"u8):
                    SkipText(3);
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        var length = _source[_position..].IndexOfAny((byte)'\n', (byte)'\r');
        SkipText(length < 0 ? _source.Length - _position : length);
    }

    private void ReadLineTerminator()
    {
        _position += _source[_position] == '\r' && At(_position + 1) == '\n' ? 2 : 1;
        _line++;
        _lineStart = _position;
    }

    /// <summary>Skips text without line terminators and adjusts the column.</summary>
    private void SkipText(int length)
    {
        var text = _source.Slice(_position, length);
        _position += length;

        if (!Ascii.IsValid(text))
        {
            _lineStart += length - Encoding.UTF8.GetCharCount(text);
        }
    }

    private TokenKind ReadToken(byte first)
    {
        switch (first)
        {
            case (byte)'!':
                return Punctuator(TokenKind.Bang);
            case (byte)'$':
                return Punctuator(TokenKind.Dollar);
            case (byte)'&':
                return Punctuator(TokenKind.Ampersand);
            case (byte)'(':
                return Punctuator(TokenKind.LeftParenthesis);
            case (byte)')':
                return Punctuator(TokenKind.RightParenthesis);
            case (byte)':':
                return Punctuator(TokenKind.Colon);
            case (byte)'=':
                return Punctuator(TokenKind.Equal);
            case (byte)'@':
                return Punctuator(TokenKind.At);
            case (byte)'[':
                return Punctuator(TokenKind.LeftBracket);
            case (byte)']':
                return Punctuator(TokenKind.RightBracket);
            case (byte)'{':
                return Punctuator(TokenKind.LeftBrace);
            case (byte)'|':
                return Punctuator(TokenKind.Pipe);
            case (byte)'}':
                return Punctuator(TokenKind.RightBrace);
            case (byte)'.' when At(_position + 1) == '.' && At(_position + 2) == '.':
                _position += 3;
                return TokenKind.Spread;
            case (byte)'"':
                return ReadString();
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber();
            case (byte)'\'':
                throw Invalid("Unexpected character: \"'\". Strings must be in double quotes.", _position);
        }

        if (!IsNameStart(first))
        {
            throw Invalid($"Unexpected character: {DescribeCharacter(_position)}.", _position);
        }

        var length = _source[_position..].IndexOfAnyExcept(NameBytes);
        _position = length < 0 ? _source.Length : _position + length;
        return TokenKind.Name;
    }

    private TokenKind Punctuator(TokenKind kind)
    {
        _position++;
        return kind;
    }

    private TokenKind ReadNumber()
    {
        var kind = TokenKind.Int;

        if (At(_position) == '-')
        {
            _position++;
        }

        if (At(_position) == '0')
        {
            _position++;

            if (char.IsAsciiDigit((char)At(_position)))
            {
                throw Invalid($"Invalid number: unexpected digit {DescribeCharacter(_position)} after 0.", _position);
            }
        }
        else
        {
            ReadDigits();
        }

        if (At(_position) == '.')
        {
            kind = TokenKind.Float;
            _position++;
            ReadDigits();
        }

        if (At(_position) is (byte)'e' or (byte)'E')
        {
            kind = TokenKind.Float;
            _position++;

            if (At(_position) is (byte)'+' or (byte)'-')
            {
                _position++;
            }

            ReadDigits();
        }

        if (At(_position) == '.' || IsNameStart(At(_position)))
        {
            throw Invalid($"Invalid number: expected a digit, found {DescribeCharacter(_position)}.", _position);
        }

        return kind;
    }

    private void ReadDigits()
    {
        var length = _source[_position..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');

        if (length == 0 || _position == _source.Length)
        {
            throw Invalid($"Invalid number: expected a digit, found {DescribeCharacter(_position)}.", _position);
        }

        _position = length < 0 ? _source.Length : _position + length;
    }

    private static bool IsNameStart(byte value) => value == '_' || char.IsAsciiLetter((char)value);

    private readonly string DescribeCharacter(int position)
    {
        if (position >= _source.Length)
        {
            return "the end of the document";
        }

        Rune.DecodeFromUtf8(_source[position..], out var rune, out _);
        return Rune.IsControl(rune) ? $"U+{rune.Value:X4}" : rune.Value == '"' ? "'\"'" : $"\"{rune}\"";
    }

    private readonly SyntaxException Invalid(string message, int position) => SyntaxException.Invalid(message, LocationOf(position));

    /// <summary>Computes a location by scanning the text from the start. Used for errors only.</summary>
    private readonly Location LocationOf(int position)
    {
        var line = 1;
        var lineStart = 0;

        for (var i = 0; i < position; i++)
        {
            if (_source[i] == '\n' || (_source[i] == '\r' && At(i + 1) != '\n'))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new Location(position, position, line, Encoding.UTF8.GetCharCount(_source[lineStart..position]) + 1);
    }
}
