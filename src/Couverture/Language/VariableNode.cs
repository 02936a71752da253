namespace Couverture.Language;

/// <summary>The use of a variable as a value, or the variable that a definition declares.</summary>
public sealed class VariableNode(
    NameNode name,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <summary>Its name, without the leading $.</summary>
    public NameNode Name { get; } = name;
}
