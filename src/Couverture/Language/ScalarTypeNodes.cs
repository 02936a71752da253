namespace Couverture.Language;

/// <summary>The definition of a scalar type (section 3.5).</summary>
public sealed class ScalarTypeDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ScalarTypeDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>An extension of a scalar type (section 3.5).</summary>
public sealed class ScalarTypeExtensionNode(
    NameNode name,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location), ITypeExtensionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ScalarTypeExtension;

    /// <summary>The name of the type extended.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
