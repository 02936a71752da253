namespace Couverture.Language;

/// <summary>The declaration of an operation's variable (section 2.11).</summary>
public sealed class VariableDefinitionNode(
    VariableNode variable,
    StringValueNode? description,
    ITypeNode type,
    IValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.VariableDefinition;

    /// <summary>The variable declared.</summary>
    public VariableNode Variable { get; } = variable;

    /// <summary>Its description; null when it has none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The type of its values.</summary>
    public ITypeNode Type { get; } = type;

    /// <summary>The value it has when none is given; null when it has no default, a <see cref="NullValueNode"/> when the default is null.</summary>
    public IValueNode? DefaultValue { get; } = defaultValue;

    /// <summary>The directives applied to it, in document order; empty when there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
