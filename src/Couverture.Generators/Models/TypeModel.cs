namespace Couverture.Generators.Models;

/// <summary>The kind of GraphQL type that a C# type can map to.</summary>
internal enum TypeModelKind
{
    /// <summary>A type that the engine binds to a built-in scalar.</summary>
    Scalar,

    /// <summary>A C# enum.</summary>
    Enum,

    /// <summary>A class or record of the application. It maps to an object type unless a scalar is bound to it.</summary>
    Class,

    /// <summary>A C# interface that is not a collection. It maps to an interface type if registered; as a parameter it is a service.</summary>
    Interface,

    /// <summary>A struct or a framework class. It needs a scalar or a registration of its own.</summary>
    External,

    /// <summary>A collection that maps to a list.</summary>
    List,

    /// <summary>A type without a corresponding GraphQL type.</summary>
    Unsupported,

    /// <summary>A type that does not exist in this compilation (yet), such as a DataLoader that will be generated.</summary>
    Unresolved,
}

/// <summary>The collections that a list argument can be converted to.</summary>
internal enum ListForm
{
    None,
    Array,
    List,
    ImmutableArray,
}

/// <summary>The C# type of a field, an argument or a list item.</summary>
/// <param name="Kind">The kind of GraphQL type that it can map to.</param>
/// <param name="Key">The fully qualified name without nullability; identifies the type.</param>
/// <param name="Declaration">The fully qualified name with nullability, as written in generated code.</param>
/// <param name="ReferenceId">The documentation id used to find the type in a compilation.</param>
/// <param name="IsNullable">Whether the value can be null; also true in code without nullability annotations.</param>
/// <param name="Item">The item type of a list.</param>
/// <param name="Form">The collection that a list argument is converted to.</param>
internal sealed record TypeModel(
    TypeModelKind Kind,
    string Key,
    string Declaration,
    string ReferenceId,
    bool IsNullable,
    TypeModel? Item = null,
    ListForm Form = ListForm.None)
{
    /// <summary>The innermost item type of nested lists; the type itself if it is not a list.</summary>
    public TypeModel Leaf => Item?.Leaf ?? this;
}
