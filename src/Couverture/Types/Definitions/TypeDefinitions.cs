using Couverture.Language;

namespace Couverture.Types;

/// <summary>A named type before the schema is built.</summary>
/// <param name="name">The type's name in the schema; a descriptor may change it.</param>
public abstract class TypeDefinition(string name)
{
    /// <summary>The type's name in the schema.</summary>
    public string Name { get; set; } = name;

    /// <summary>What the type means; null leaves it without description.</summary>
    public string? Description { get; set; }

    /// <summary>The directives of the host's that stand on it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>A type with fields: an object type or an interface type.</summary>
/// <param name="name">The type's name in the schema.</param>
public abstract class ComplexTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The fields in schema order.</summary>
    public IList<FieldDefinition> Fields { get; } = [];

    /// <summary>The runtime types of the interfaces that this type implements.</summary>
    public ISet<Type> Interfaces { get; } = new HashSet<Type>();
}

/// <summary>An object type before the schema is built.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class ObjectTypeDefinition(string name) : ComplexTypeDefinition(name)
{
    /// <summary>The runtime type behind it; null for a root.</summary>
    public Type? RuntimeType { get; init; }
}

/// <summary>An interface type before the schema is built.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class InterfaceTypeDefinition(string name) : ComplexTypeDefinition(name)
{
    /// <summary>The runtime type behind it.</summary>
    public required Type RuntimeType { get; init; }
}

/// <summary>An enum type before the schema is built.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class EnumTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The runtime type behind it.</summary>
    public required Type RuntimeType { get; init; }

    /// <summary>The values in schema order.</summary>
    public IList<EnumValueDefinition> Values { get; } = [];
}

/// <summary>A value of an enum type before the schema is built.</summary>
/// <param name="Name">The value's name in the schema.</param>
/// <param name="RuntimeValue">The enum member.</param>
/// <param name="Description">What the value means; null leaves it without description.</param>
/// <param name="DeprecationReason">Why the value is deprecated; null where it is not.</param>
public sealed record EnumValueDefinition(string Name, object RuntimeValue, string? Description = null, string? DeprecationReason = null)
{
    /// <summary>The directives of the host's that stand on it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>A union type before the schema is built.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class UnionTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The runtime types of the object types that are its members.</summary>
    public ISet<Type> Members { get; } = new HashSet<Type>();
}

/// <summary>An input object type before the schema is built.</summary>
/// <param name="name">The type's name in the schema.</param>
public sealed class InputObjectTypeDefinition(string name) : TypeDefinition(name)
{
    /// <summary>The fields in schema order.</summary>
    public IList<ArgumentDefinition> Fields { get; } = [];

    /// <summary>Whether exactly one field must be given (<c>@oneOf</c>).</summary>
    public bool IsOneOf { get; set; }

    /// <summary>Makes the resolver's value of the coerced fields, those left out being absent; null gives it the fields by name.</summary>
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
