namespace Couverture.Language;

/// <summary>The definition of a union type (section 3.8).</summary>
public sealed class UnionTypeDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<NamedTypeNode> types,
    Location? location = null)
    : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.UnionTypeDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The member types; empty if there are none.</summary>
    public IReadOnlyList<NamedTypeNode> Types { get; } = types;
}

/// <summary>An extension of a union type (section 3.8).</summary>
public sealed class UnionTypeExtensionNode(
    NameNode name,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<NamedTypeNode> types,
    Location? location = null)
    : SyntaxNode(location), ITypeExtensionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.UnionTypeExtension;

    /// <summary>The name of the type extended.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The member types; empty if there are none.</summary>
    public IReadOnlyList<NamedTypeNode> Types { get; } = types;
}
