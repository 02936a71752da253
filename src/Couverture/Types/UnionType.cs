namespace Couverture.Types;

/// <summary>One of several object types.</summary>
public sealed class UnionType : ICompositeType
{
    internal UnionType(string name, string? description)
    {
        Name = name;
        Description = description;
    }

    /// <inheritdoc />
    public TypeKind Kind => TypeKind.Union;

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Description { get; }

    /// <summary>The object types, ordered by name.</summary>
    public IReadOnlyList<ObjectType> Members { get; internal set; } = [];

    /// <inheritdoc />
    public override string ToString() => Name;
}
