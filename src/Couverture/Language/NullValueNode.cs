namespace Couverture.Language;

/// <summary>The literal null.</summary>
public sealed class NullValueNode(Location? location = null) : SyntaxNode(location), IValueNode
{
    /// <summary>The literal without a location.</summary>
    public static NullValueNode Default { get; } = new();

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NullValue;
}
