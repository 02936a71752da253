namespace Couverture.Types;

/// <summary>A type with fields: an object type or an interface type.</summary>
public abstract class ComplexType : ICompositeType
{
    private protected ComplexType(string name, string? description)
    {
        Name = name;
        Description = description;
    }

    /// <inheritdoc />
    public abstract TypeKind Kind { get; }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Description { get; }

    /// <summary>The fields in schema order, without <c>__typename</c> and the root's meta-fields.</summary>
    public MemberCollection<Field> Fields { get; internal set; } = MemberCollection<Field>.Empty;

    /// <summary>All interfaces that the type implements, directly or through other interfaces, ordered by name.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; internal set; } = [];

    /// <summary>Whether the type implements an interface.</summary>
    /// <param name="type">The interface.</param>
    public bool Implements(InterfaceType type)
    {
        foreach (var implemented in Interfaces)
        {
            if (ReferenceEquals(implemented, type))
                return true;
        }

        return false;
    }

    /// <inheritdoc />
    public sealed override string ToString() => Name;
}

/// <summary>A type of values with fields.</summary>
public sealed class ObjectType : ComplexType
{
    internal ObjectType(string name, string? description, Type? runtimeType = null)
        : base(name, description) => RuntimeType = runtimeType;

    /// <summary>The runtime type; null for roots and types of the engine.</summary>
    internal Type? RuntimeType { get; }

    /// <inheritdoc />
    public override TypeKind Kind => TypeKind.Object;
}

/// <summary>A set of fields that several object types have in common.</summary>
public sealed class InterfaceType : ComplexType
{
    internal InterfaceType(string name, string? description)
        : base(name, description)
    {
    }

    /// <inheritdoc />
    public override TypeKind Kind => TypeKind.Interface;
}
