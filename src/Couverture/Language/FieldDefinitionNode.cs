namespace Couverture.Language;

/// <summary>The definition of a field of an object or interface type (section 3.6).</summary>
public sealed class FieldDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<InputValueDefinitionNode> arguments,
    ITypeNode type,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FieldDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The argument definitions; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; } = arguments;

    /// <summary>The type.</summary>
    public ITypeNode Type { get; } = type;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
