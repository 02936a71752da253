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
