namespace Couverture.Language;

/// <summary>A list literal.</summary>
public sealed class ListValueNode(
    IReadOnlyList<IValueNode> items,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListValue;

    /// <summary>The items in document order.</summary>
    public IReadOnlyList<IValueNode> Items { get; } = items;
}
