namespace Couverture.Language;

/// <summary>A list of another type.</summary>
public sealed class ListTypeNode(
    ITypeNode type,
    Location? location = null)
    : SyntaxNode(location), ITypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListType;

    /// <summary>The type of the items.</summary>
    public ITypeNode Type { get; } = type;
}
