namespace Couverture.Language;

/// <summary>The definition of an input object type (section 3.10).</summary>
public sealed class InputObjectTypeDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<InputValueDefinitionNode> fields,
    Location? location = null)
    : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InputObjectTypeDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The input fields; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; } = fields;
}

/// <summary>An extension of an input object type (section 3.10).</summary>
public sealed class InputObjectTypeExtensionNode(
    NameNode name,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<InputValueDefinitionNode> fields,
    Location? location = null)
    : SyntaxNode(location), ITypeExtensionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InputObjectTypeExtension;

    /// <summary>The name of the type extended.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The input fields; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; } = fields;
}
