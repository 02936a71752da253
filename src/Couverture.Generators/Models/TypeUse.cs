namespace Couverture.Generators.Models;

/// <summary>What a C# type can be to the schema, as far as the type alone tells.</summary>
internal enum TypeUseKind
{
    /// <summary>A type that the engine binds to a built-in scalar.</summary>
    Scalar,

    /// <summary>A C# enum.</summary>
    Enum,

    /// <summary>A class or record of the application: an object type unless a scalar is bound to it.</summary>
    Class,

    /// <summary>A C# interface that is no collection: an interface type if registered, and a service as a parameter.</summary>
    Interface,

    /// <summary>A struct, or a class of the framework: needs a scalar, or a registration of its own.</summary>
    Foreign,

    /// <summary>A collection that becomes a list.</summary>
    List,

    /// <summary>A type that no GraphQL type stands for.</summary>
    Unsupported,

    /// <summary>A type that this compilation does not (yet) have, such as a DataLoader about to be generated.</summary>
    Unresolved,
}

/// <summary>The collections that an argument's items can be put into.</summary>
internal enum ListForm
{
    None,
    Array,
    List,
    ImmutableArray,
}

/// <summary>A C# type at one place: of a field, an argument or a list's item.</summary>
/// <param name="Kind">What it can be to the schema.</param>
/// <param name="Key">Fully qualified, without nullability: what tells types apart.</param>
/// <param name="Declaration">Fully qualified, with nullability: how generated code writes it.</param>
/// <param name="ReferenceId">The documentation id by which the type is found again in a compilation.</param>
/// <param name="IsNullable">Whether null is among the values; also true where C# does not say.</param>
/// <param name="Item">The item of a list.</param>
/// <param name="Form">How an argument's items become this list.</param>
internal sealed record TypeUse(
    TypeUseKind Kind,
    string Key,
    string Declaration,
    string ReferenceId,
    bool IsNullable,
    TypeUse? Item = null,
    ListForm Form = ListForm.None)
{
    /// <summary>The type below all lists.</summary>
    public TypeUse Leaf => Item?.Leaf ?? this;
}
