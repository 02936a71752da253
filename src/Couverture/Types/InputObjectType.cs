namespace Couverture.Types;

/// <summary>A structured input type.</summary>
public sealed class InputObjectType : INamedType, IInputType
{
    internal InputObjectType(string name, string? description, bool isOneOf, Func<IReadOnlyDictionary<string, object?>, object>? create)
    {
        Name = name;
        Description = description;
        IsOneOf = isOneOf;
        Create = create;
    }

    /// <inheritdoc />
    public TypeKind Kind => TypeKind.InputObject;

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Description { get; }

    /// <summary>Whether exactly one field must be given and must not be null (specification section 3.10.1).</summary>
    public bool IsOneOf { get; }

    /// <summary>The fields in schema order.</summary>
    public MemberCollection<InputField> Fields { get; internal set; } = MemberCollection<InputField>.Empty;

    /// <summary>Creates the resolver's value from the coerced fields; null passes the fields as a dictionary.</summary>
    internal Func<IReadOnlyDictionary<string, object?>, object>? Create { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
