namespace Couverture.Language;

internal sealed partial class SyntaxWriter
{
    private void WriteTypeSystem(ISyntaxNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode schema:
                WriteDescription(schema.Description);
                WriteSchema("schema", schema.Directives, schema.OperationTypes);
                break;
            case SchemaExtensionNode schema:
                WriteSchema("extend schema", schema.Directives, schema.OperationTypes);
                break;
            case OperationTypeDefinitionNode operationType:
                _text.Append(Keyword(operationType.Operation)).Append(": ");
                Write(operationType.Type);
                break;
            case ScalarTypeDefinitionNode type:
                WriteHead(type.Description, "scalar", type.Name, type.Directives);
                break;
            case ScalarTypeExtensionNode type:
                WriteHead(null, "extend scalar", type.Name, type.Directives);
                break;
            case ObjectTypeDefinitionNode type:
                WriteHead(type.Description, "type", type.Name, type.Directives, type.Interfaces);
                WriteMembers(type.Fields);
                break;
            case ObjectTypeExtensionNode type:
                WriteHead(null, "extend type", type.Name, type.Directives, type.Interfaces);
                WriteMembers(type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                WriteHead(type.Description, "interface", type.Name, type.Directives, type.Interfaces);
                WriteMembers(type.Fields);
                break;
            case InterfaceTypeExtensionNode type:
                WriteHead(null, "extend interface", type.Name, type.Directives, type.Interfaces);
                WriteMembers(type.Fields);
                break;
            case UnionTypeDefinitionNode type:
                WriteHead(type.Description, "union", type.Name, type.Directives);
                WriteUnionMembers(type.Types);
                break;
            case UnionTypeExtensionNode type:
                WriteHead(null, "extend union", type.Name, type.Directives);
                WriteUnionMembers(type.Types);
                break;
            case EnumTypeDefinitionNode type:
                WriteHead(type.Description, "enum", type.Name, type.Directives);
                WriteMembers(type.Values);
                break;
            case EnumTypeExtensionNode type:
                WriteHead(null, "extend enum", type.Name, type.Directives);
                WriteMembers(type.Values);
                break;
            case InputObjectTypeDefinitionNode type:
                WriteHead(type.Description, "input", type.Name, type.Directives);
                WriteMembers(type.Fields);
                break;
            case InputObjectTypeExtensionNode type:
                WriteHead(null, "extend input", type.Name, type.Directives);
                WriteMembers(type.Fields);
                break;
            case FieldDefinitionNode field:
                WriteFieldDefinition(field);
                break;
            case InputValueDefinitionNode value:
                WriteInputValue(value);
                break;
            case EnumValueDefinitionNode value:
                WriteDescription(value.Description);
                _text.Append(value.Name.Value);
                WriteDirectives(value.Directives);
                break;
            case DirectiveDefinitionNode directive:
                WriteDirectiveDefinition(directive);
                break;
        }
    }

    private void WriteSchema(string keyword, IReadOnlyList<DirectiveNode> directives, IReadOnlyList<OperationTypeDefinitionNode> operationTypes)
    {
        _text.Append(keyword);
        WriteDirectives(directives);
        WriteMembers(operationTypes);
    }

    private void WriteHead(
        StringValueNode? description,
        string keyword,
        NameNode name,
        IReadOnlyList<DirectiveNode> directives,
        IReadOnlyList<NamedTypeNode>? interfaces = null)
    {
        WriteDescription(description);
        _text.Append(keyword).Append(' ').Append(name.Value);

        if (interfaces is { Count: > 0 })
        {
            _text.Append(" implements ");
            WriteSeparated(interfaces, " & ");
        }

        WriteDirectives(directives);
    }

    private void WriteMembers(IReadOnlyList<ISyntaxNode> members)
    {
        if (members.Count > 0)
        {
            _text.Append(' ');
            WriteBlock(members);
        }
    }

    private void WriteUnionMembers(IReadOnlyList<NamedTypeNode> types)
    {
        if (types.Count > 0)
        {
            _text.Append(" = ");
            WriteSeparated(types, " | ");
        }
    }

    private void WriteFieldDefinition(FieldDefinitionNode field)
    {
        WriteDescription(field.Description);
        _text.Append(field.Name.Value);
        WriteArgumentDefinitions(field.Arguments);
        _text.Append(": ");
        Write(field.Type);
        WriteDirectives(field.Directives);
    }

    private void WriteInputValue(InputValueDefinitionNode value)
    {
        WriteDescription(value.Description);
        _text.Append(value.Name.Value).Append(": ");
        Write(value.Type);
        WriteDefault(value.DefaultValue);
        WriteDirectives(value.Directives);
    }

    private void WriteDirectiveDefinition(DirectiveDefinitionNode directive)
    {
        WriteDescription(directive.Description);
        _text.Append("directive @").Append(directive.Name.Value);
        WriteArgumentDefinitions(directive.Arguments);
        _text.Append(directive.IsRepeatable ? " repeatable on " : " on ");
        WriteSeparated(directive.Locations, " | ");
    }

    private void WriteArgumentDefinitions(IReadOnlyList<InputValueDefinitionNode> arguments)
        => WriteGroup(arguments, arguments.Any(argument => argument.Description is not null));
}
