using Couverture.Language;
using Couverture.Types;

namespace Couverture.Tests.Validation;

/// <summary>Builds a schema without resolvers from a type system document, for tests that only validate documents.</summary>
internal sealed class SchemaText
{
    // Sections 3.13 and 4 of the specification, without descriptions.
    private const string BuiltIn =
        """
        directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @deprecated(reason: String! = "No longer supported") on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
        directive @specifiedBy(url: String!) on SCALAR
        directive @oneOf on INPUT_OBJECT
        type __Schema { types: [__Type!]! queryType: __Type! directives: [__Directive!]! }
        type __Type {
          kind: __TypeKind! name: String fields(includeDeprecated: Boolean! = false): [__Field!] interfaces: [__Type!]
          possibleTypes: [__Type!] enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean! = false): [__InputValue!] ofType: __Type
        }
        enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
        type __Field { name: String! args(includeDeprecated: Boolean! = false): [__InputValue!]! type: __Type! }
        type __InputValue { name: String! type: __Type! defaultValue: String }
        type __EnumValue { name: String! }
        type __Directive { name: String! args(includeDeprecated: Boolean! = false): [__InputValue!]! }
        """;

    private readonly Dictionary<string, INamedType> _types = new(StringComparer.Ordinal);
    private readonly List<IDefinitionNode> _definitions;

    private SchemaText(string text)
        => _definitions = [.. Utf8GraphQLParser.Parse(text).Definitions, .. Utf8GraphQLParser.Parse(BuiltIn).Definitions];

    /// <summary>Builds the schema with the root types Query, Mutation and Subscription.</summary>
    public static Schema Build(string text, params ScalarType[] scalars) => new SchemaText(text).Build(scalars);

    private Schema Build(ScalarType[] scalars)
    {
        foreach (var scalar in scalars.Concat([new IntType(), new FloatType(), new StringType(), new BooleanType(), new IdType()]))
        {
            _types.Add(scalar.Name, scalar);
        }

        foreach (var definition in _definitions.OfType<ITypeDefinitionNode>())
        {
            Declare(definition);
        }

        foreach (var definition in _definitions)
        {
            Complete(definition);
        }

        var schema = new Schema();
        schema.Complete(new SchemaParts(
            null,
            (ObjectType)_types["Query"],
            _types.GetValueOrDefault("Mutation") as ObjectType,
            _types.GetValueOrDefault("Subscription") as ObjectType,
            _types.Values,
            [.. _definitions.OfType<DirectiveDefinitionNode>().Select(CreateDirective)],
            new Dictionary<Type, ObjectType>(),
            (CreateMetaField("__typename: String!"), CreateMetaField("__schema: __Schema!"), CreateMetaField("__type(name: String!): __Type"))));
        return schema;
    }

    private void Declare(ITypeDefinitionNode definition)
    {
        var name = definition.Name.Value;
        _types.Add(name, definition switch
        {
            ObjectTypeDefinitionNode => new ObjectType(name, null),
            InterfaceTypeDefinitionNode => new InterfaceType(name, null),
            UnionTypeDefinitionNode => new UnionType(name, null),
            EnumTypeDefinitionNode node => new EnumType(name, null, node.Values.Select(value => new EnumValue(value.Name.Value, value.Name.Value, null, null))),
            InputObjectTypeDefinitionNode node => new InputObjectType(name, null, node.Directives.Any(directive => directive.Name.Value == "oneOf"), null),
            _ => throw new NotSupportedException($"{definition.Kind} {name}"),
        });
    }

    private void Complete(IDefinitionNode definition)
    {
        switch (definition)
        {
            case ObjectTypeDefinitionNode node:
                CompleteFields((ComplexType)_types[node.Name.Value], node.Interfaces, node.Fields);
                break;
            case InterfaceTypeDefinitionNode node:
                CompleteFields((ComplexType)_types[node.Name.Value], node.Interfaces, node.Fields);
                break;
            case UnionTypeDefinitionNode node:
                ((UnionType)_types[node.Name.Value]).Members = [.. node.Types.Select(type => (ObjectType)_types[type.Name.Value])];
                break;
            case InputObjectTypeDefinitionNode node:
                ((InputObjectType)_types[node.Name.Value]).Fields = new MemberCollection<InputField>(node.Fields.Select(field =>
                    WithDefault(new InputField(field.Name.Value, null, (IInputType)Find(field.Type), null, $"{node.Name.Value}.{field.Name.Value}", null), field)));
                break;
        }
    }

    private void CompleteFields(ComplexType type, IReadOnlyList<NamedTypeNode> interfaces, IReadOnlyList<FieldDefinitionNode> fields)
    {
        type.Interfaces = [.. interfaces.Select(name => (InterfaceType)_types[name.Name.Value])];
        type.Fields = new MemberCollection<Field>(fields.Select(field => CreateField(field, $"{type.Name}.{field.Name.Value}")));
    }

    private Field CreateField(FieldDefinitionNode field, string coordinate)
        => new(field.Name.Value, null, (IOutputType)Find(field.Type), Arguments(field.Arguments, coordinate), null, null, coordinate);

    private Field CreateMetaField(string text)
    {
        var type = (ObjectTypeDefinitionNode)Utf8GraphQLParser.Parse($"type Query {{ {text} }}").Definitions[0];
        return CreateField(type.Fields[0], $"Query.{type.Fields[0].Name.Value}");
    }

    private MemberCollection<Argument> Arguments(IReadOnlyList<InputValueDefinitionNode> arguments, string owner)
        => new(arguments.Select(argument =>
            WithDefault(new Argument(argument.Name.Value, null, (IInputType)Find(argument.Type), null, $"{owner}({argument.Name.Value}:)", null), argument)));

    private DirectiveDefinition CreateDirective(DirectiveDefinitionNode node)
        => new(
            node.Name.Value,
            "",
            node.Locations.Select(name => Enum.Parse<DirectiveLocation>(name.Value.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)),
            Arguments(node.Arguments, $"@{node.Name.Value}"),
            node.IsRepeatable);

    private static T WithDefault<T>(T value, InputValueDefinitionNode node)
        where T : InputValue
    {
        if (node.DefaultValue is { } literal)
        {
            value.SetDefault(literal, null);
        }

        return value;
    }

    private IType Find(ITypeNode node) => node switch
    {
        NonNullTypeNode nonNull => new NonNullType(Find(nonNull.Type)),
        ListTypeNode list => new ListType(Find(list.Type)),
        _ => _types[((NamedTypeNode)node).Name.Value],
    };
}
