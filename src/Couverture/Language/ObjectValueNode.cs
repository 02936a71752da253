namespace Couverture.Language;

/// <summary>An input object literal.</summary>
public sealed class ObjectValueNode(
    IReadOnlyList<ObjectFieldNode> fields,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    /// <summary>The fields in document order. The parser allows duplicate names; validation rejects them.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}
