using System.Runtime.CompilerServices;
using System.Text;

namespace Couverture.Language;

/// <summary>A recursive descent parser with one method for each production of the grammar. An instance parses one document.</summary>
internal ref partial struct DocumentReader
{
    private readonly ParserOptions _options;
    private Utf8Lexer _lexer;
    private int _tokens;
    private int _nodes;
    private int _fields;
    private int _fragmentSpreads;
    private int _depth;

    public DocumentReader(ReadOnlySpan<byte> source, ParserOptions options)
    {
        _options = options;
        _lexer = new Utf8Lexer(source);
    }

    public DocumentNode ReadDocument()
    {
        Advance();
        var start = _lexer.Location;
        var definitions = new List<IDefinitionNode>();

        do
        {
            definitions.Add(ReadDefinition());
        }
        while (_lexer.Kind != TokenKind.EndOfFile);

        var location = Close(start);
        return new DocumentNode([.. definitions], location) { NodeCount = _nodes };
    }

    private delegate T Production<out T>(ref DocumentReader reader);

    private void Advance()
    {
        _lexer.Advance();

        if (_lexer.Kind != TokenKind.EndOfFile && ++_tokens > _options.MaxTokens)
        {
            throw SyntaxException.LimitExceeded("tokens", _options.MaxTokens, nameof(ParserOptions.MaxTokens), _lexer.Location);
        }
    }

    /// <summary>Counts a node and returns its location, from <paramref name="start"/> to the end of the last token.</summary>
    private Location Close(Location start)
    {
        if (++_nodes > _options.MaxAllowedNodes)
        {
            throw SyntaxException.LimitExceeded("nodes", _options.MaxAllowedNodes, nameof(ParserOptions.MaxAllowedNodes), start);
        }

        return start with { End = _lexer.PreviousEnd };
    }

    private void Descend()
    {
        if (++_depth > _options.MaxAllowedDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxException.LimitExceeded("levels", _options.MaxAllowedDepth, nameof(ParserOptions.MaxAllowedDepth), _lexer.Location);
        }
    }

    private void Ascend() => _depth--;

    private readonly bool Is(TokenKind kind) => _lexer.Kind == kind;

    private readonly bool IsKeyword(ReadOnlySpan<byte> keyword) => _lexer.Kind == TokenKind.Name && _lexer.Text.SequenceEqual(keyword);

    private bool Skip(TokenKind kind)
    {
        if (!Is(kind))
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!IsKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind))
        {
            throw Expected(Describe(kind));
        }
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw Expected($"\"{Encoding.ASCII.GetString(keyword)}\"");
        }
    }

    /// <summary>Reads one or more nodes between two punctuators.</summary>
    private T[] ReadMany<T>(TokenKind open, Production<T> production, TokenKind close)
    {
        Expect(open);
        var nodes = new List<T>();

        do
        {
            nodes.Add(production(ref this));
        }
        while (!Skip(close));

        return [.. nodes];
    }

    private T[] ReadOptionalMany<T>(TokenKind open, Production<T> production, TokenKind close)
        => Is(open) ? ReadMany(open, production, close) : [];

    private string ReadText()
    {
        var text = Encoding.UTF8.GetString(_lexer.Text);
        Advance();
        return text;
    }

    private NameNode ReadName()
    {
        var start = _lexer.Location;

        if (!Is(TokenKind.Name))
        {
            throw Expected("Name");
        }

        var value = ReadText();
        return new NameNode(value, Close(start));
    }

    private readonly SyntaxException Expected(string what) => Invalid($"Expected {what}, found {Found()}.");

    private readonly SyntaxException Unexpected() => Invalid(Is(TokenKind.EndOfFile) ? "Unexpected end of the document." : $"Unexpected {Found()}.");

    private readonly SyntaxException Invalid(string message) => SyntaxException.Invalid(message, _lexer.Location);

    private readonly string Found() => _lexer.Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"{_lexer.Kind} \"{Shorten(Encoding.ASCII.GetString(_lexer.Text))}\"",
        TokenKind.String or TokenKind.BlockString => $"String {SyntaxPrinter.Quote(Shorten(_lexer.StringValue!))}",
        _ => Describe(_lexer.Kind),
    };

    private static string Shorten(string text)
    {
        const int maxLength = 40;

        if (text.Length <= maxLength)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)] + "...";
    }

    private static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.LeftParenthesis => "\"(\"",
        TokenKind.RightParenthesis => "\")\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.Equal => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.LeftBracket => "\"[\"",
        TokenKind.RightBracket => "\"]\"",
        TokenKind.LeftBrace => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.RightBrace => "\"}\"",
        TokenKind.EndOfFile => "the end of the document",
        _ => kind.ToString(),
    };
}
