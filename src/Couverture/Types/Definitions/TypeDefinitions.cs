using Couverture.Language;

namespace Couverture.Types;

/// <summary>The definition of a named type, before the schema is built.</summary>
/// <param name="name">The type's name in the schema; a descriptor can change it.</param>
public abstract class TypeDefinition(string name)
{
    /// <summary>The type's name in the schema.</summary>
    public string Name { get; set; } = name;

    /// <summary>The description; null for no description.</summary>
    public string? Description { get; set; }

    /// <summary>The custom directives applied to it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>The definition of an object type or interface type.</summary>
/// <param name="name">The type's name in the schema.</param>
public abstract class ComplexTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The fields in schema order.</summary>
    public IList<FieldDefinition> Fields { get; } = [];

    /// <summary>The runtime types of the interfaces that this type implements.</summary>
    public ISet<Type> Interfaces { get; } = new HashSet<Type>();
}

/// <summary>The definition of an object type.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class ObjectTypeDefinition(string name) : ComplexTypeDefinition(name)
{
    /// <summary>The runtime type; null for a root.</summary>
    public Type? RuntimeType { get; init; }

    /// <summary>Loads an object by the value of its global id, the only argument; null if the type is not a node. It is not a field of the type.</summary>
    public FieldDefinition? NodeResolver { get; set; }
}

/// <summary>The definition of an interface type.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class InterfaceTypeDefinition(string name) : ComplexTypeDefinition(name)
{
    /// <summary>The runtime type.</summary>
    public required Type RuntimeType { get; init; }
}

/// <summary>The definition of an enum type.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class EnumTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The runtime type.</summary>
    public required Type RuntimeType { get; init; }

    /// <summary>The values in schema order.</summary>
    public IList<EnumValueDefinition> Values { get; } = [];
}

/// <summary>The definition of an enum value.</summary>
/// <param name="Name">The value's name in the schema.</param>
/// <param name="RuntimeValue">The enum member.</param>
/// <param name="Description">The description; null for no description.</param>
/// <param name="DeprecationReason">The deprecation reason; null if it is not deprecated.</param>
public sealed record EnumValueDefinition(string Name, object RuntimeValue, string? Description = null, string? DeprecationReason = null)
{
    /// <summary>The custom directives applied to it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>The definition of a union type.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class UnionTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The runtime types of the member types.</summary>
    public ISet<Type> Members { get; } = new HashSet<Type>();
}

/// <summary>The definition of an input object type.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class InputObjectTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The fields in schema order.</summary>
    public IList<ArgumentDefinition> Fields { get; } = [];

    /// <summary>Whether exactly one field must be given (<c>@oneOf</c>).</summary>
    public bool IsOneOf { get; set; }

    /// <summary>Creates the resolver's value from the coerced fields, which do not contain omitted fields; null passes the fields as a dictionary.</summary>
    public Func<IReadOnlyDictionary<string, object?>, object>? Create { get; init; }
}

/// <summary>Creates the definitions of types that the engine adds to a schema itself.</summary>
internal static class TypeDefinitions
{
    /// <summary>Creates an object type without a runtime type.</summary>
    public static ObjectTypeDefinition Object(string name, string description, params ReadOnlySpan<FieldDefinition> fields)
    {
        var type = new ObjectTypeDefinition(name) { Description = description };
        foreach (var field in fields)
            type.Fields.Add(field);
        return type;
    }

    /// <summary>Creates a field that reads a member of its parent.</summary>
    public static FieldDefinition Field(string name, TypeReference type, string description, Func<object, object?> value) =>
        new() { Name = name, Type = type, Description = description, Resolver = new FieldResolver.Member(value) };
}
