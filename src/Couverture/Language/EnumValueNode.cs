namespace Couverture.Language;

/// <summary>An enum value literal.</summary>
public sealed class EnumValueNode(
    string value,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    /// <summary>The name of the value; never true, false or null.</summary>
    public string Value { get; } = value;
}
