namespace Couverture.Language;

/// <summary>The definition of an argument or input field (sections 3.6.1 and 3.10).</summary>
public sealed class InputValueDefinitionNode(
    NameNode name,
    StringValueNode? description,
    ITypeNode type,
    IValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InputValueDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The type.</summary>
    public ITypeNode Type { get; } = type;

    /// <summary>The default value; null if there is none, a <see cref="NullValueNode"/> if the default is null.</summary>
    public IValueNode? DefaultValue { get; } = defaultValue;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
