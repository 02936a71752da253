namespace Couverture.Language;

/// <summary>The definition of an object type (section 3.6).</summary>
public sealed class ObjectTypeDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<NamedTypeNode> interfaces,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<FieldDefinitionNode> fields,
    Location? location = null)
    : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectTypeDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The interfaces that the type implements; empty if there are none.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; } = interfaces;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The fields; empty if there are none.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; } = fields;
}

/// <summary>An extension of an object type (section 3.6).</summary>
public sealed class ObjectTypeExtensionNode(
    NameNode name,
    IReadOnlyList<NamedTypeNode> interfaces,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<FieldDefinitionNode> fields,
    Location? location = null)
    : SyntaxNode(location), ITypeExtensionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectTypeExtension;

    /// <summary>The name of the type extended.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The interfaces that the type implements; empty if there are none.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; } = interfaces;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The fields; empty if there are none.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; } = fields;
}
