namespace Couverture.Language;

internal ref partial struct DocumentReader
{
    private IValueNode ReadValue(bool isConst)
    {
        switch (_lexer.Kind)
        {
            case TokenKind.Dollar when isConst:
                throw Invalid("A variable cannot be used here: the value must be constant.");
            case TokenKind.Dollar:
                return ReadVariable();
            case TokenKind.Int:
                return ReadInt();
            case TokenKind.Float:
                return ReadFloat();
            case TokenKind.String or TokenKind.BlockString:
                return ReadString();
            case TokenKind.Name:
                return ReadNamedValue();
            case TokenKind.LeftBracket:
                return ReadList(isConst);
            case TokenKind.LeftBrace:
                return ReadObject(isConst);
            default:
                throw Expected("a value");
        }
    }

    private VariableNode ReadVariable()
    {
        var start = _lexer.Location;
        Expect(TokenKind.Dollar);
        var name = ReadName();
        return new VariableNode(name, Close(start));
    }

    private IntValueNode ReadInt()
    {
        var start = _lexer.Location;
        var text = ReadText();
        return new IntValueNode(text, Close(start));
    }

    private FloatValueNode ReadFloat()
    {
        var start = _lexer.Location;
        var text = ReadText();
        return new FloatValueNode(text, Close(start));
    }

    private StringValueNode ReadString()
    {
        var start = _lexer.Location;
        var value = _lexer.StringValue!;
        var isBlock = Is(TokenKind.BlockString);
        Advance();
        return new StringValueNode(value, isBlock, Close(start));
    }

    private IValueNode ReadNamedValue()
    {
        var start = _lexer.Location;

        if (SkipKeyword("true"u8))
        {
            return new BooleanValueNode(true, Close(start));
        }

        if (SkipKeyword("false"u8))
        {
            return new BooleanValueNode(false, Close(start));
        }

        if (SkipKeyword("null"u8))
        {
            return new NullValueNode(Close(start));
        }

        var name = ReadText();
        return new EnumValueNode(name, Close(start));
    }

    private ListValueNode ReadList(bool isConst)
    {
        var start = _lexer.Location;
        Expect(TokenKind.LeftBracket);
        Descend();
        var items = new List<IValueNode>();

        while (!Skip(TokenKind.RightBracket))
        {
            items.Add(ReadValue(isConst));
        }

        Ascend();
        return new ListValueNode([.. items], Close(start));
    }

    private ObjectValueNode ReadObject(bool isConst)
    {
        var start = _lexer.Location;
        Expect(TokenKind.LeftBrace);
        Descend();
        var fields = new List<ObjectFieldNode>();

        while (!Skip(TokenKind.RightBrace))
        {
            fields.Add(ReadObjectField(isConst));
        }

        Ascend();
        return new ObjectValueNode([.. fields], Close(start));
    }

    private ObjectFieldNode ReadObjectField(bool isConst)
    {
        var start = _lexer.Location;
        var name = ReadName();
        Expect(TokenKind.Colon);
        var value = ReadValue(isConst);
        return new ObjectFieldNode(name, value, Close(start));
    }
}
