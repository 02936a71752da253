namespace Couverture.Language;

/// <summary>A type whose values are never null.</summary>
public sealed class NonNullTypeNode : SyntaxNode, ITypeNode
{
    /// <summary>Wraps a named type or a list type.</summary>
    /// <exception cref="ArgumentException">The type is already a non-null type.</exception>
    public NonNullTypeNode(ITypeNode type, Location? location = null)
        : base(location)
    {
        if (type is NonNullTypeNode)
        {
            throw new ArgumentException("A non-null type cannot be wrapped again.", nameof(type));
        }

        Type = type;
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NonNullType;

    /// <summary>The type without the exclamation mark: a <see cref="NamedTypeNode"/> or <see cref="ListTypeNode"/>.</summary>
    public ITypeNode Type { get; }
}

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
