namespace Couverture.Language;

internal ref partial struct DocumentReader
{
    private static readonly HashSet<string> DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ];

    private IDefinitionNode ReadTypeSystemDefinition(Location start, StringValueNode? description)
    {
        if (SkipKeyword("schema"u8))
        {
            var directives = ReadDirectives(isConst: true);
            var operationTypes = ReadOperationTypes();
            return new SchemaDefinitionNode(description, directives, operationTypes, Close(start));
        }

        if (SkipKeyword("scalar"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            return new ScalarTypeDefinitionNode(name, description, directives, Close(start));
        }

        if (SkipKeyword("type"u8))
        {
            var name = ReadName();
            var interfaces = ReadInterfaces();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadFieldDefinitions();
            return new ObjectTypeDefinitionNode(name, description, interfaces, directives, fields, Close(start));
        }

        if (SkipKeyword("interface"u8))
        {
            var name = ReadName();
            var interfaces = ReadInterfaces();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadFieldDefinitions();
            return new InterfaceTypeDefinitionNode(name, description, interfaces, directives, fields, Close(start));
        }

        if (SkipKeyword("union"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var types = ReadUnionMembers();
            return new UnionTypeDefinitionNode(name, description, directives, types, Close(start));
        }

        if (SkipKeyword("enum"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var values = ReadEnumValueDefinitions();
            return new EnumTypeDefinitionNode(name, description, directives, values, Close(start));
        }

        if (SkipKeyword("input"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadInputFieldDefinitions();
            return new InputObjectTypeDefinitionNode(name, description, directives, fields, Close(start));
        }

        if (SkipKeyword("directive"u8))
        {
            return ReadDirectiveDefinition(start, description);
        }

        if (description is null && SkipKeyword("extend"u8))
        {
            return ReadExtension(start);
        }

        throw description is null || !IsKeyword("extend"u8) ? Expected("a definition") : Invalid("An extension cannot have a description.");
    }

    private DirectiveDefinitionNode ReadDirectiveDefinition(Location start, StringValueNode? description)
    {
        Expect(TokenKind.At);
        var name = ReadName();
        var arguments = ReadArgumentDefinitions();
        var isRepeatable = SkipKeyword("repeatable"u8);
        ExpectKeyword("on"u8);
        Skip(TokenKind.Pipe);
        var locations = new List<NameNode>();

        do
        {
            if (Is(TokenKind.Name) && !DirectiveLocations.Contains(System.Text.Encoding.ASCII.GetString(_lexer.Text)))
            {
                throw Expected("a directive location");
            }

            locations.Add(ReadName());
        }
        while (Skip(TokenKind.Pipe));

        return new DirectiveDefinitionNode(name, description, arguments, isRepeatable, [.. locations], Close(start));
    }

    private IDefinitionNode ReadExtension(Location start)
    {
        if (SkipKeyword("schema"u8))
        {
            var directives = ReadDirectives(isConst: true);
            var operationTypes = Is(TokenKind.LeftBrace) ? ReadOperationTypes() : [];
            ExpectContent(directives.Length + operationTypes.Length);
            return new SchemaExtensionNode(directives, operationTypes, Close(start));
        }

        if (SkipKeyword("scalar"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            ExpectContent(directives.Length);
            return new ScalarTypeExtensionNode(name, directives, Close(start));
        }

        if (SkipKeyword("type"u8))
        {
            var name = ReadName();
            var interfaces = ReadInterfaces();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadFieldDefinitions();
            ExpectContent(interfaces.Length + directives.Length + fields.Length);
            return new ObjectTypeExtensionNode(name, interfaces, directives, fields, Close(start));
        }

        if (SkipKeyword("interface"u8))
        {
            var name = ReadName();
            var interfaces = ReadInterfaces();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadFieldDefinitions();
            ExpectContent(interfaces.Length + directives.Length + fields.Length);
            return new InterfaceTypeExtensionNode(name, interfaces, directives, fields, Close(start));
        }

        if (SkipKeyword("union"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var types = ReadUnionMembers();
            ExpectContent(directives.Length + types.Length);
            return new UnionTypeExtensionNode(name, directives, types, Close(start));
        }

        if (SkipKeyword("enum"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var values = ReadEnumValueDefinitions();
            ExpectContent(directives.Length + values.Length);
            return new EnumTypeExtensionNode(name, directives, values, Close(start));
        }

        if (SkipKeyword("input"u8))
        {
            var name = ReadName();
            var directives = ReadDirectives(isConst: true);
            var fields = ReadInputFieldDefinitions();
            ExpectContent(directives.Length + fields.Length);
            return new InputObjectTypeExtensionNode(name, directives, fields, Close(start));
        }

        throw Expected("\"schema\" or a kind of type to extend");
    }

    private readonly void ExpectContent(int parts)
    {
        if (parts == 0)
        {
            throw Unexpected();
        }
    }

    private OperationTypeDefinitionNode[] ReadOperationTypes()
        => ReadMany(TokenKind.LeftBrace, static (ref r) => r.ReadOperationTypeDefinition(), TokenKind.RightBrace);

    private OperationTypeDefinitionNode ReadOperationTypeDefinition()
    {
        var start = _lexer.Location;
        var operation = ReadOperationType();
        Expect(TokenKind.Colon);
        var type = ReadNamedType();
        return new OperationTypeDefinitionNode(operation, type, Close(start));
    }

    private NamedTypeNode[] ReadInterfaces()
    {
        if (!SkipKeyword("implements"u8))
        {
            return [];
        }

        Skip(TokenKind.Ampersand);
        return ReadNamedTypes(TokenKind.Ampersand);
    }

    private NamedTypeNode[] ReadUnionMembers()
    {
        if (!Skip(TokenKind.Equal))
        {
            return [];
        }

        Skip(TokenKind.Pipe);
        return ReadNamedTypes(TokenKind.Pipe);
    }

    private NamedTypeNode[] ReadNamedTypes(TokenKind separator)
    {
        var types = new List<NamedTypeNode>();

        do
        {
            types.Add(ReadNamedType());
        }
        while (Skip(separator));

        return [.. types];
    }

    private FieldDefinitionNode[] ReadFieldDefinitions()
        => ReadOptionalMany(TokenKind.LeftBrace, static (ref r) => r.ReadFieldDefinition(), TokenKind.RightBrace);

    private FieldDefinitionNode ReadFieldDefinition()
    {
        var start = _lexer.Location;
        var description = ReadDescription();
        var name = ReadName();
        var arguments = ReadArgumentDefinitions();
        Expect(TokenKind.Colon);
        var type = ReadType();
        var directives = ReadDirectives(isConst: true);
        return new FieldDefinitionNode(name, description, arguments, type, directives, Close(start));
    }

    private InputValueDefinitionNode[] ReadArgumentDefinitions()
        => ReadOptionalMany(TokenKind.LeftParenthesis, static (ref r) => r.ReadInputValueDefinition(), TokenKind.RightParenthesis);

    private InputValueDefinitionNode[] ReadInputFieldDefinitions()
        => ReadOptionalMany(TokenKind.LeftBrace, static (ref r) => r.ReadInputValueDefinition(), TokenKind.RightBrace);

    private InputValueDefinitionNode ReadInputValueDefinition()
    {
        var start = _lexer.Location;
        var description = ReadDescription();
        var name = ReadName();
        Expect(TokenKind.Colon);
        var type = ReadType();
        var defaultValue = Skip(TokenKind.Equal) ? ReadValue(isConst: true) : null;
        var directives = ReadDirectives(isConst: true);
        return new InputValueDefinitionNode(name, description, type, defaultValue, directives, Close(start));
    }

    private EnumValueDefinitionNode[] ReadEnumValueDefinitions()
        => ReadOptionalMany(TokenKind.LeftBrace, static (ref r) => r.ReadEnumValueDefinition(), TokenKind.RightBrace);

    private EnumValueDefinitionNode ReadEnumValueDefinition()
    {
        var start = _lexer.Location;
        var description = ReadDescription();

        if (IsKeyword("true"u8) || IsKeyword("false"u8) || IsKeyword("null"u8))
        {
            throw Expected("the name of an enum value");
        }

        var name = ReadName();
        var directives = ReadDirectives(isConst: true);
        return new EnumValueDefinitionNode(name, description, directives, Close(start));
    }
}
