using Couverture.Data;
using Couverture.Data.Filtering;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Graphs;

/// <summary>Converts an SDL document into the engine's type definitions and builds the schema from them, so that the tests cover the engine's own schema.</summary>
internal sealed class JsonSchemaReader
{
    /// <summary>The definitions of @defer and @stream in SDL.</summary>
    public const string Incremental =
        """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(initialCount: Int! = 0, if: Boolean! = true, label: String) on FIELD

        """;

    private static readonly IReadOnlyList<IDefinitionNode> IncrementalDirectives = Utf8GraphQLParser.Parse(Incremental).Definitions;
    private static readonly IAsyncEnumerable<object?> NoEvents = AsyncEnumerable.Empty<object?>();
    private readonly Dictionary<string, ITypeDefinitionNode> _nodes;
    private readonly Dictionary<string, Type> _runtimeTypes = new(StringComparer.Ordinal);
    private readonly JsonResolvers _resolvers;

    public JsonSchemaReader(DocumentNode document)
    {
        _nodes = document.Definitions.OfType<ITypeDefinitionNode>().ToDictionary(type => type.Name.Value, StringComparer.Ordinal);
        foreach (var name in _nodes.Keys)
            _runtimeTypes.Add(name, JsonNode.GetRuntimeType(_runtimeTypes.Count));
        _resolvers = new JsonResolvers(_nodes, _runtimeTypes, Root);
        var directives = document.Definitions.OfType<DirectiveDefinitionNode>().ToLookup(IsIncrementalDirective);
        Schema = BuildSchema(directives[true].Count() == IncrementalDirectives.Count, directives[false]);
    }

    public Schema Schema { get; }

    /// <summary>The root value of the current asynchronous flow.</summary>
    public AsyncLocal<RequestRoot> Root { get; } = new();

    private Schema BuildSchema(bool isIncremental, IEnumerable<DirectiveDefinitionNode> directives)
    {
        var roots = new Dictionary<OperationType, ObjectTypeDefinition>();
        var types = new Dictionary<Type, TypeDefinition>();
        var scalars = new Dictionary<Type, ScalarType>();
        foreach (var (name, node) in _nodes)
        {
            if (node is ScalarTypeDefinitionNode scalar)
                scalars.Add(_runtimeTypes[name], CreateScalar(scalar));
            else if (Enum.TryParse<OperationType>(name, out var operation))
                roots.Add(operation, (ObjectTypeDefinition)CreateType(node));
            else
                types.Add(_runtimeTypes[name], CreateType(node));
        }

        var options = new SchemaOptions { EnableDefer = isIncremental, EnableStream = isIncremental };
        foreach (var directive in directives)
            options.Directives.Add(CreateDirective(directive));
        return new SchemaCompiler(roots, types, scalars, [], new PagingOptions(), new FilterConvention(), options).Compile();
    }

    private static TestScalar CreateScalar(ScalarTypeDefinitionNode node)
    {
        var url = node.Directives.FirstOrDefault(directive => directive.Name.Value == "specifiedBy")?.Arguments[0].Value as StringValueNode;
        var specifiedBy = url is null ? null : new Uri(url.Value);
        return node.Name.Value == "Even"
            ? new EvenScalar(node.Name.Value, specifiedBy, node.Description?.Value)
            : new AnyScalar(node.Name.Value, specifiedBy, node.Description?.Value);
    }

    private TypeDefinition CreateType(ITypeDefinitionNode node)
    {
        var name = node.Name.Value;
        var runtimeType = _runtimeTypes[name];
        TypeDefinition type = node switch
        {
            ObjectTypeDefinitionNode objectType => AddFields(new ObjectTypeDefinition(name) { RuntimeType = runtimeType }, objectType.Fields, objectType.Interfaces, isAbstract: false),
            InterfaceTypeDefinitionNode interfaceType => AddFields(new InterfaceTypeDefinition(name) { RuntimeType = runtimeType }, interfaceType.Fields, interfaceType.Interfaces, isAbstract: true),
            UnionTypeDefinitionNode union => CreateUnion(union),
            EnumTypeDefinitionNode values => CreateEnum(values, runtimeType),
            InputObjectTypeDefinitionNode input => CreateInputObject(input),
            _ => throw new NotSupportedException($"{node.Kind} {name}"),
        };
        type.Description = node.Description?.Value;
        return type;
    }

    private ComplexTypeDefinition AddFields(
        ComplexTypeDefinition type,
        IReadOnlyList<FieldDefinitionNode> fields,
        IReadOnlyList<NamedTypeNode> interfaces,
        bool isAbstract)
    {
        foreach (var interfaceType in interfaces)
            type.Interfaces.Add(_runtimeTypes[interfaceType.Name.Value]);
        foreach (var field in fields)
        {
            type.Fields.Add(new FieldDefinition
            {
                Name = field.Name.Value,
                Description = field.Description?.Value,
                Type = CreateReference(field.Type),
                Arguments = [.. field.Arguments.Select(CreateArgument)],
                DeprecationReason = GetDeprecationReason(field.Directives),
                Resolver = isAbstract ? null : _resolvers.Create(field),
                Subscribe = type.Name == nameof(OperationType.Subscription) ? _ => NoEvents : null,
            });
        }

        return type;
    }

    private UnionTypeDefinition CreateUnion(UnionTypeDefinitionNode node)
    {
        var union = new UnionTypeDefinition(node.Name.Value);
        foreach (var member in node.Types)
            union.Members.Add(_runtimeTypes[member.Name.Value]);
        return union;
    }

    private static EnumTypeDefinition CreateEnum(EnumTypeDefinitionNode node, Type runtimeType)
    {
        var type = new EnumTypeDefinition(node.Name.Value) { RuntimeType = runtimeType };
        foreach (var value in node.Values)
            type.Values.Add(new EnumValueDefinition(value.Name.Value, value.Name.Value, value.Description?.Value, GetDeprecationReason(value.Directives)));
        return type;
    }

    private InputObjectTypeDefinition CreateInputObject(InputObjectTypeDefinitionNode node)
    {
        var input = new InputObjectTypeDefinition(node.Name.Value) { IsOneOf = node.Directives.Any(directive => directive.Name.Value == "oneOf") };
        foreach (var field in node.Fields)
            input.Fields.Add(CreateArgument(field));
        return input;
    }

    private ArgumentDefinition CreateArgument(InputValueDefinitionNode node) => new()
    {
        Name = node.Name.Value,
        Description = node.Description?.Value,
        Type = CreateReference(node.Type),
        HasDefaultValue = node.DefaultValue is not null,
        DefaultValue = node.DefaultValue is null ? null : ToRuntimeValue(node.DefaultValue, node.Type),
        DeprecationReason = GetDeprecationReason(node.Directives),
    };

    // The engine stores defaults as runtime values and prints them as literals.
    private object? ToRuntimeValue(IValueNode literal, ITypeNode type)
    {
        if (type is NonNullTypeNode nonNull)
            return ToRuntimeValue(literal, nonNull.Type);
        var node = type is NamedTypeNode named ? _nodes.GetValueOrDefault(named.Name.Value) : null;
        return literal switch
        {
            NullValueNode => null,
            _ when node is ScalarTypeDefinitionNode => literal,
            StringValueNode text => text.Value,
            BooleanValueNode truth => truth.Value,
            EnumValueNode name => name.Value,
            IntValueNode number => int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture),
            FloatValueNode number => double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture),
            ListValueNode list => list.Items.Select(item => ToRuntimeValue(item, ((ListTypeNode)type).Type)).ToArray(),
            ObjectValueNode given => given.Fields.ToDictionary(
                field => field.Name.Value,
                field => ToRuntimeValue(field.Value, ((InputObjectTypeDefinitionNode)node!).Fields.Single(f => f.Name.Value == field.Name.Value).Type),
                StringComparer.Ordinal),
            _ => throw new NotSupportedException($"{literal.Kind}"),
        };
    }

    private static TypeReference CreateReference(ITypeNode type) => type switch
    {
        NonNullTypeNode nonNull => CreateReference(nonNull.Type).NonNull(),
        ListTypeNode list => CreateReference(list.Type).List(),
        _ => TypeReference.Named(((NamedTypeNode)type).Name.Value),
    };

    private static string? GetDeprecationReason(IReadOnlyList<DirectiveNode> directives)
    {
        if (directives.FirstOrDefault(directive => directive.Name.Value == "deprecated") is not { } deprecated)
            return null;
        return deprecated.Arguments is [var reason, ..] ? ((StringValueNode)reason.Value).Value : SpecifiedDirectives.DefaultDeprecationReason;
    }

    // The engine defines these directives itself, so a schema can only have them unchanged.
    private static bool IsIncrementalDirective(DirectiveDefinitionNode node) => node.Name.Value switch
    {
        SpecifiedDirectives.Defer or SpecifiedDirectives.Stream => IncrementalDirectives.Contains(node, SyntaxComparer.Structural) ? true : throw new NotSupportedException($"{node}"),
        _ => false,
    };

    private DirectiveTypeDefinition CreateDirective(DirectiveDefinitionNode node) => new(node.Name.Value)
    {
        Description = node.Description?.Value,
        Locations = [.. node.Locations.Select(name => Enum.Parse<DirectiveLocation>(name.Value.Replace("_", "", StringComparison.Ordinal), ignoreCase: true))],
        Arguments = [.. node.Arguments.Select(CreateArgument)],
        IsRepeatable = node.IsRepeatable,
    };
}
