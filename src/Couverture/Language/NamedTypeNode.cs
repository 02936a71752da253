namespace Couverture.Language;

/// <summary>A type referred to by name.</summary>
public sealed class NamedTypeNode(
    NameNode name,
    Location? location = null)
    : SyntaxNode(location), ITypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NamedType;

    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Refers to a type by its name's text.</summary>
    public NamedTypeNode(string name) : this(new NameNode(name))
    {
    }
}
