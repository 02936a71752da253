namespace Couverture.Language;

/// <summary>The literal true or false.</summary>
public sealed class BooleanValueNode(
    bool value,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    /// <summary>The value.</summary>
    public bool Value { get; } = value;
}
