namespace Couverture.Types;

/// <summary>A structured argument.</summary>
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

    /// <summary>Whether exactly one field must be given, and not null (specification section 3.10.1).</summary>
    public bool IsOneOf { get; }

    /// <summary>The fields in schema order.</summary>
    public MemberCollection<InputField> Fields { get; internal set; } = MemberCollection<InputField>.Empty;

    /// <summary>Makes the resolver's value of the coerced fields; null gives the resolver the fields by name.</summary>
    internal Func<IReadOnlyDictionary<string, object?>, object>? Create { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
