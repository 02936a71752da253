namespace Couverture.Language;

/// <summary>A type referred to by name.</summary>
public sealed class NamedTypeNode(
    NameNode name,
    Location? location = null)
    : SyntaxNode(location), ITypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NamedType;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Creates a reference from the text of the name.</summary>
    public NamedTypeNode(string name) : this(new NameNode(name))
    {
    }
}
