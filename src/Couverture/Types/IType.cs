namespace Couverture.Types;

/// <summary>The kinds of types (specification section 4.5, <c>__TypeKind</c>).</summary>
public enum TypeKind
{
    /// <summary>A leaf with its own text form.</summary>
    Scalar,

    /// <summary>A type with fields that values have.</summary>
    Object,

    /// <summary>A set of fields that object types share.</summary>
    Interface,

    /// <summary>One of several object types.</summary>
    Union,

    /// <summary>A leaf with listed values.</summary>
    Enum,

    /// <summary>A structured argument.</summary>
    InputObject,

    /// <summary>A list of another type.</summary>
    List,

    /// <summary>Another type without null.</summary>
    NonNull,
}

/// <summary>A type of a schema, named or wrapping. Its text is the notation of the type language, for example <c>[Address!]</c>.</summary>
public interface IType
{
    /// <summary>The type's kind.</summary>
    TypeKind Kind { get; }
}

/// <summary>A type that may stand on an output field.</summary>
public interface IOutputType : IType;

/// <summary>A type that may stand on an argument, an input field or a variable.</summary>
public interface IInputType : IType;

/// <summary>Something of a schema that has a name.</summary>
public interface INamed
{
    /// <summary>The name in the schema.</summary>
    string Name { get; }
}

/// <summary>A type with a name.</summary>
public interface INamedType : IType, INamed
{
    /// <summary>What the type means; null where it has no description.</summary>
    string? Description { get; }
}

/// <summary>A named type whose fields can be selected: an object, interface or union type.</summary>
public interface ICompositeType : INamedType, IOutputType;
