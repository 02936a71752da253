namespace Couverture.Types;

/// <summary>A list of another type. Two of the same item type are equal.</summary>
/// <param name="ItemType">The type of the items.</param>
public sealed record ListType(IType ItemType) : IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.List;

    /// <inheritdoc />
    public override string ToString() => $"[{ItemType}]";
}
