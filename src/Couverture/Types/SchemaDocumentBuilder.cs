using Couverture.Cost;
using Couverture.Federation;
using Couverture.Language;
using Couverture.Relay;

namespace Couverture.Types;

/// <summary>Builds the syntax tree of a schema.</summary>
internal sealed class SchemaDocumentBuilder(Schema schema)
{
    /// <summary>
    /// Whether to include the applied directives of federation, and to omit those of costs and incremental delivery. The types, fields and definitions of federation are never
    /// included, because gateways know them.
    /// </summary>
    public bool IncludesFederation { get; init; }

    public DocumentNode Build()
    {
        var definitions = new List<IDefinitionNode>();
        if (SchemaDefinition() is { } roots)
            definitions.Add(roots);
        definitions.AddRange(schema.Types.Where(IsPrinted).Where(t => t is not ScalarType).OrderBy(t => Rank(t)).Select(TypeDefinition));
        definitions.AddRange(schema.Directives.Where(d => !SpecifiedDirectives.IsSpecified(d.Name) && !FederationDirectives.IsDefined(schema, d.Name) && Includes(d.Name)).Select(DirectiveDefinition));
        definitions.AddRange(schema.Types.Where(IsPrinted).OfType<ScalarType>().Select(TypeDefinition));
        return new DocumentNode(definitions);
    }

    private bool IsPrinted(INamedType type) =>
        !IntrospectionTypes.IsIntrospection(type)
        && type.Name is not ("Int" or "Float" or "String" or "Boolean" or "ID")
        && !(schema.IsFederated && FederationDefinition.TypeNames.Contains(type.Name))
        && !(type is ObjectType query && ReferenceEquals(query, schema.QueryType) && !query.Fields.Any(IsPrinted));

    // Two graphs cannot have the same root field, and an id of one graph means nothing to another. So a subgraph has no `node` and `nodes`.
    private bool IsPrinted(Field field) => !(schema.IsFederated && field.Name is FederationDefinition.EntitiesName or FederationDefinition.ServiceName)
        && !(IncludesFederation && field.Coordinate is NodeDefinition.NodeCoordinate or NodeDefinition.NodesCoordinate && schema.HasNodes);

    private int Rank(INamedType type) => type switch
    {
        ObjectType when ReferenceEquals(type, schema.QueryType) => 0,
        ObjectType when ReferenceEquals(type, schema.MutationType) => 1,
        ObjectType when ReferenceEquals(type, schema.SubscriptionType) => 2,
        InterfaceType => 3,
        ObjectType => 4,
        UnionType => 5,
        InputObjectType => 6,
        _ => 7,
    };

    // A schema with the default root names needs no schema definition (specification section 3.3.1).
    private SchemaDefinitionNode? SchemaDefinition()
    {
        var roots = new List<OperationTypeDefinitionNode>();
        var hasDefaultRoots = schema.Description is null && SchemaDirectives.Count == 0;
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            if (schema.GetRootType(operation) is not { } root)
                continue;
            roots.Add(new OperationTypeDefinitionNode(operation, new NamedTypeNode(root.Name)));
            hasDefaultRoots &= root.Name == operation.ToString();
        }

        return hasDefaultRoots ? null : new SchemaDefinitionNode(Text(schema.Description), SchemaDirectives, roots);
    }

    private ITypeDefinitionNode TypeDefinition(INamedType type) => type switch
    {
        ObjectType t => new ObjectTypeDefinitionNode(Name(t), Text(t.Description), Names(t.Interfaces), GetDirectives(t), [.. t.Fields.Where(IsPrinted).Select(FieldDefinition)]),
        InterfaceType t => new InterfaceTypeDefinitionNode(Name(t), Text(t.Description), Names(t.Interfaces), GetDirectives(t), [.. t.Fields.Where(IsPrinted).Select(FieldDefinition)]),
        UnionType t => new UnionTypeDefinitionNode(Name(t), Text(t.Description), GetDirectives(t), Names(t.Members)),
        EnumType t => new EnumTypeDefinitionNode(Name(t), Text(t.Description), GetDirectives(t), [.. t.Values.Select(EnumValueDefinition)]),
        InputObjectType t => new InputObjectTypeDefinitionNode(Name(t), Text(t.Description), t.IsOneOf ? [Directive("oneOf"), .. GetDirectives(t)] : GetDirectives(t), [.. t.Fields.Select(InputValueDefinition)]),
        ScalarType t => new ScalarTypeDefinitionNode(Name(t), Text(t.Description), t.SpecifiedBy is { } url ? [Directive("specifiedBy", "url", url.OriginalString)] : []),
        _ => throw new InvalidOperationException($"Unknown named type {type.GetType().Name}."),
    };

    private FieldDefinitionNode FieldDefinition(Field field) =>
        new(Name(field), Text(field.Description), [.. field.Arguments.Select(InputValueDefinition)], TypeReference(field.Type), Directives(field, field.DeprecationReason));

    private InputValueDefinitionNode InputValueDefinition(InputValue value) =>
        new(Name(value), Text(value.Description), TypeReference(value.Type), value.DefaultValue, Directives(value, value.DeprecationReason));

    private EnumValueDefinitionNode EnumValueDefinition(EnumValue value) =>
        new(Name(value), Text(value.Description), Directives(value, value.DeprecationReason));

    private DirectiveDefinitionNode DirectiveDefinition(DirectiveDefinition directive) =>
        new(
            Name(directive),
            Text(directive.Description),
            [.. directive.Arguments.Select(InputValueDefinition)],
            directive.IsRepeatable,
            [.. directive.Locations.Select(l => new NameNode(IntrospectionTypes.UpperSnake(l.ToString())))]);

    // A federated schema has its directives in the extension that links to the specification.
    private IReadOnlyList<DirectiveNode> SchemaDirectives => IncludesFederation ? [] : GetDirectives(schema);

    private IReadOnlyList<DirectiveNode> GetDirectives(object part)
    {
        var all = schema.GetDirectives(part);
        return all.All(IsIncluded) ? all : [.. all.Where(IsIncluded)];

        bool IsIncluded(DirectiveNode directive) => Includes(directive.Name.Value);
    }

    private bool Includes(string directive) => IncludesFederation
        ? !CostDirectives.IsCost(directive) && !SpecifiedDirectives.IsIncrementalName(directive)
        : !FederationDirectives.IsDefined(schema, directive);

    private static ITypeNode TypeReference(IType type) => type switch
    {
        NonNullType nonNull => new NonNullTypeNode(TypeReference(nonNull.InnerType)),
        ListType list => new ListTypeNode(TypeReference(list.ItemType)),
        _ => new NamedTypeNode(((INamedType)type).Name),
    };

    private IReadOnlyList<DirectiveNode> Directives(INamed part, string? deprecation) => deprecation switch
    {
        null => GetDirectives(part),
        SpecifiedDirectives.DefaultDeprecationReason => [Directive("deprecated"), .. GetDirectives(part)],
        _ => [Directive("deprecated", "reason", deprecation), .. GetDirectives(part)],
    };

    private static DirectiveNode Directive(string name) => new(new NameNode(name), []);

    private static DirectiveNode Directive(string name, string argument, string value) =>
        new(new NameNode(name), [new ArgumentNode(new NameNode(argument), new StringValueNode(value))]);

    private static NamedTypeNode[] Names(IEnumerable<INamedType> types) => [.. types.Select(t => new NamedTypeNode(t.Name))];

    private static NameNode Name(INamed named) => new(named.Name);

    // Use a block string only for texts that have several lines or would need escape sequences.
    private static StringValueNode? Text(string? description) =>
        description is null ? null : new StringValueNode(description, block: description.AsSpan().ContainsAny('\n', '"', '\\'));
}
