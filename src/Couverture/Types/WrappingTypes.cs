namespace Couverture.Types;

/// <summary>A list of another type. Lists with equal item types are equal.</summary>
/// <param name="ItemType">The type of the items.</param>
public sealed record ListType(IType ItemType) : IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.List;

    /// <inheritdoc />
    public override string ToString() => $"[{ItemType}]";
}

/// <summary>A non-null wrapper of another type. Wrappers of equal types are equal.</summary>
/// <param name="InnerType">The wrapped type; never a non-null type.</param>
public sealed record NonNullType(IType InnerType) : IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.NonNull;

    /// <inheritdoc />
    public override string ToString() => $"{InnerType}!";
}
