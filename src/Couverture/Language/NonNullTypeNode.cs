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
