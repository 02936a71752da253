namespace Couverture.Types;

/// <summary>A non-null wrapper of another type. Wrappers of equal types are equal.</summary>
/// <param name="InnerType">The wrapped type; never a non-null type.</param>
public sealed record NonNullType(IType InnerType) : IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.NonNull;

    /// <inheritdoc />
    public override string ToString() => $"{InnerType}!";
}
