namespace Couverture.Types;

/// <summary>Another type without null. Two of the same inner type are equal.</summary>
/// <param name="InnerType">The type without its non-null wrapper; never itself non-null.</param>
public sealed record NonNullType(IType InnerType) : IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.NonNull;

    /// <inheritdoc />
    public override string ToString() => $"{InnerType}!";
}
