namespace Couverture.Language;

/// <summary>A variable, as a value or in its definition.</summary>
public sealed class VariableNode(
    NameNode name,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <summary>The name, without the leading $.</summary>
    public NameNode Name { get; } = name;
}
