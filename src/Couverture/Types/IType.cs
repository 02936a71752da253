namespace Couverture.Types;

/// <summary>The kinds of types (specification section 4.5, <c>__TypeKind</c>).</summary>
public enum TypeKind
{
    /// <summary>A leaf type with its own text format.</summary>
    Scalar,

    /// <summary>A type of values with fields.</summary>
    Object,

    /// <summary>A set of fields that several object types have in common.</summary>
    Interface,

    /// <summary>One of several object types.</summary>
    Union,

    /// <summary>A leaf type with a fixed set of values.</summary>
    Enum,

    /// <summary>A structured input type.</summary>
    InputObject,

    /// <summary>A list of another type.</summary>
    List,

    /// <summary>A non-null wrapper of another type.</summary>
    NonNull,
}

/// <summary>A type of a schema, named or wrapping. <c>ToString</c> returns its SDL notation, for example <c>[Address!]</c>.</summary>
public interface IType
{
    /// <summary>The type's kind.</summary>
    TypeKind Kind { get; }
}

/// <summary>A type that an output field can have.</summary>
public interface IOutputType : IType;

/// <summary>A type that an argument, input field or variable can have.</summary>
public interface IInputType : IType;

/// <summary>A part of a schema with a name.</summary>
public interface INamed
{
    /// <summary>The name in the schema.</summary>
    string Name { get; }
}

/// <summary>A type with a name.</summary>
public interface INamedType : IType, INamed
{
    /// <summary>The description; null if there is none.</summary>
    string? Description { get; }
}

/// <summary>A named type whose fields can be selected: an object, interface or union type.</summary>
public interface ICompositeType : INamedType, IOutputType;
