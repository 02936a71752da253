namespace Couverture.Language;

/// <summary>The definition of an enum type (section 3.9).</summary>
public sealed class EnumTypeDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<EnumValueDefinitionNode> values,
    Location? location = null)
    : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumTypeDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The values; empty if there are none.</summary>
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; } = values;
}

/// <summary>An extension of an enum type (section 3.9).</summary>
public sealed class EnumTypeExtensionNode(
    NameNode name,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<EnumValueDefinitionNode> values,
    Location? location = null)
    : SyntaxNode(location), ITypeExtensionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumTypeExtension;

    /// <summary>The name of the type extended.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The values; empty if there are none.</summary>
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; } = values;
}

/// <summary>The definition of an enum value (section 3.9).</summary>
public sealed class EnumValueDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValueDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
