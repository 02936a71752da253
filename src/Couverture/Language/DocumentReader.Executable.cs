namespace Couverture.Language;

internal ref partial struct DocumentReader
{
    private IDefinitionNode ReadDefinition()
    {
        var start = _lexer.Location;

        if (Is(TokenKind.LeftBrace))
        {
            var selectionSet = ReadSelectionSet();
            return new OperationDefinitionNode(OperationType.Query, null, null, [], [], selectionSet, Close(start));
        }

        var description = ReadDescription();

        if (!Is(TokenKind.Name))
        {
            throw description is null ? Expected("a definition") : Expected("a definition after its description");
        }

        if (IsKeyword("query"u8) || IsKeyword("mutation"u8) || IsKeyword("subscription"u8))
        {
            return ReadOperation(start, description);
        }

        if (IsKeyword("fragment"u8))
        {
            return ReadFragment(start, description);
        }

        return ReadTypeSystemDefinition(start, description);
    }

    private StringValueNode? ReadDescription()
        => Is(TokenKind.String) || Is(TokenKind.BlockString) ? ReadString() : null;

    private OperationDefinitionNode ReadOperation(Location start, StringValueNode? description)
    {
        var operation = ReadOperationType();
        var name = Is(TokenKind.Name) ? ReadName() : null;
        var variables = ReadOptionalMany(TokenKind.LeftParenthesis, static (ref r) => r.ReadVariableDefinition(), TokenKind.RightParenthesis);
        var directives = ReadDirectives(isConst: false);
        var selectionSet = ReadSelectionSet();
        return new OperationDefinitionNode(operation, name, description, variables, directives, selectionSet, Close(start));
    }

    private OperationType ReadOperationType()
    {
        if (SkipKeyword("query"u8))
        {
            return OperationType.Query;
        }

        if (SkipKeyword("mutation"u8))
        {
            return OperationType.Mutation;
        }

        return SkipKeyword("subscription"u8) ? OperationType.Subscription : throw Expected("\"query\", \"mutation\" or \"subscription\"");
    }

    private VariableDefinitionNode ReadVariableDefinition()
    {
        var start = _lexer.Location;
        var description = ReadDescription();
        var variable = ReadVariable();
        Expect(TokenKind.Colon);
        var type = ReadType();
        var defaultValue = Skip(TokenKind.Equal) ? ReadValue(isConst: true) : null;
        var directives = ReadDirectives(isConst: true);
        return new VariableDefinitionNode(variable, description, type, defaultValue, directives, Close(start));
    }

    private FragmentDefinitionNode ReadFragment(Location start, StringValueNode? description)
    {
        ExpectKeyword("fragment"u8);

        if (IsKeyword("on"u8))
        {
            throw Expected("the name of a fragment");
        }

        var name = ReadName();
        ExpectKeyword("on"u8);
        var typeCondition = ReadNamedType();
        var directives = ReadDirectives(isConst: false);
        var selectionSet = ReadSelectionSet();
        return new FragmentDefinitionNode(name, description, typeCondition, directives, selectionSet, Close(start));
    }

    private SelectionSetNode ReadSelectionSet()
    {
        var start = _lexer.Location;
        Descend();
        var selections = ReadMany(TokenKind.LeftBrace, static (ref r) => r.ReadSelection(), TokenKind.RightBrace);
        Ascend();
        return new SelectionSetNode(selections, Close(start));
    }

    private ISelectionNode ReadSelection()
    {
        var start = _lexer.Location;

        if (!Skip(TokenKind.Spread))
        {
            return ReadField(start);
        }

        return Is(TokenKind.Name) && !IsKeyword("on"u8) ? ReadFragmentSpread(start) : ReadInlineFragment(start);
    }

    private FieldNode ReadField(Location start)
    {
        if (++_fields > _options.MaxAllowedFields)
        {
            throw SyntaxException.LimitExceeded("fields", _options.MaxAllowedFields, nameof(ParserOptions.MaxAllowedFields), start);
        }

        var name = ReadName();
        NameNode? alias = null;

        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ReadName();
        }

        var arguments = ReadArguments(isConst: false);
        var directives = ReadDirectives(isConst: false);
        var selectionSet = Is(TokenKind.LeftBrace) ? ReadSelectionSet() : null;
        return new FieldNode(name, alias, arguments, directives, selectionSet, Close(start));
    }

    private FragmentSpreadNode ReadFragmentSpread(Location start)
    {
        if (++_fragmentSpreads > _options.MaxAllowedFragmentSpreads)
        {
            throw SyntaxException.LimitExceeded(
                "fragment spreads", _options.MaxAllowedFragmentSpreads, nameof(ParserOptions.MaxAllowedFragmentSpreads), start);
        }

        var name = ReadName();
        var directives = ReadDirectives(isConst: false);
        return new FragmentSpreadNode(name, directives, Close(start));
    }

    private InlineFragmentNode ReadInlineFragment(Location start)
    {
        var typeCondition = SkipKeyword("on"u8) ? ReadNamedType() : null;
        var directives = ReadDirectives(isConst: false);
        var selectionSet = ReadSelectionSet();
        return new InlineFragmentNode(typeCondition, directives, selectionSet, Close(start));
    }

    private ArgumentNode[] ReadArguments(bool isConst)
        => isConst
            ? ReadOptionalMany(TokenKind.LeftParenthesis, static (ref r) => r.ReadArgument(isConst: true), TokenKind.RightParenthesis)
            : ReadOptionalMany(TokenKind.LeftParenthesis, static (ref r) => r.ReadArgument(isConst: false), TokenKind.RightParenthesis);

    private ArgumentNode ReadArgument(bool isConst)
    {
        var start = _lexer.Location;
        var name = ReadName();
        Expect(TokenKind.Colon);
        var value = ReadValue(isConst);
        return new ArgumentNode(name, value, Close(start));
    }

    private DirectiveNode[] ReadDirectives(bool isConst)
    {
        if (!Is(TokenKind.At))
        {
            return [];
        }

        var directives = new List<DirectiveNode>();

        while (Is(TokenKind.At))
        {
            var start = _lexer.Location;

            if (directives.Count == _options.MaxDirectives)
            {
                throw SyntaxException.LimitExceeded(
                    "directives at one place", _options.MaxDirectives, nameof(ParserOptions.MaxDirectives), start);
            }

            Advance();
            var name = ReadName();
            var arguments = ReadArguments(isConst);
            directives.Add(new DirectiveNode(name, arguments, Close(start)));
        }

        return [.. directives];
    }

    private ITypeNode ReadType()
    {
        var start = _lexer.Location;
        ITypeNode type;

        if (Skip(TokenKind.LeftBracket))
        {
            Descend();
            var item = ReadType();
            Ascend();
            Expect(TokenKind.RightBracket);
            type = new ListTypeNode(item, Close(start));
        }
        else
        {
            type = ReadNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type, Close(start)) : type;
    }

    private NamedTypeNode ReadNamedType()
    {
        var start = _lexer.Location;
        var name = ReadName();
        return new NamedTypeNode(name, Close(start));
    }
}
