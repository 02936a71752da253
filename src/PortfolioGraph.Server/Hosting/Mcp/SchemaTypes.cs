namespace PortfolioGraph.Server.Hosting;

/// <summary>The types of the published schema. It is part of the build, so that both engines describe the tools of <c>/mcp</c> with the same text; a test compares it with the served schema.</summary>
internal sealed class SchemaTypes
{
    private readonly Dictionary<string, IDefinitionNode> _types = new(StringComparer.Ordinal);

    /// <summary>Reads the published schema.</summary>
    public SchemaTypes()
    {
        foreach (var definition in EngineProfile.Parse(Text).Definitions)
        {
            if (GetName(definition) is { } name)
                _types.TryAdd(name, definition);
        }
    }

    /// <summary>The schema in the schema definition language.</summary>
    public static string Text { get; } = Examples.ReadResource("portfolio.graphql");

    /// <summary>Returns the definition of a type. Null if the published schema does not have it: a built-in scalar, or a type of Apollo Federation.</summary>
    /// <param name="name">The name of the type.</param>
    public IDefinitionNode? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>Returns a field of an object type or interface. Null if there is none.</summary>
    /// <param name="type">The name of the type.</param>
    /// <param name="field">The name of the field.</param>
    public FieldDefinitionNode? FindField(string type, string field) => Find(type) switch
    {
        ObjectTypeDefinitionNode definition => definition.Fields.FirstOrDefault(candidate => candidate.Name.Value == field),
        InterfaceTypeDefinitionNode definition => definition.Fields.FirstOrDefault(candidate => candidate.Name.Value == field),
        _ => null,
    };

    /// <summary>Returns the name of the type at the end of all lists.</summary>
    /// <param name="type">The type.</param>
    public static string GetNamedType(ITypeNode type) => type switch
    {
        NonNullTypeNode required => GetNamedType(required.Type),
        ListTypeNode list => GetNamedType(list.Type),
        NamedTypeNode named => named.Name.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string? GetName(IDefinitionNode definition) => definition switch
    {
        ObjectTypeDefinitionNode type => type.Name.Value,
        InterfaceTypeDefinitionNode type => type.Name.Value,
        InputObjectTypeDefinitionNode type => type.Name.Value,
        EnumTypeDefinitionNode type => type.Name.Value,
        ScalarTypeDefinitionNode type => type.Name.Value,
        _ => null,
    };
}
