namespace Couverture.Types;

/// <summary>Unwraps types.</summary>
public static class TypeExtensions
{
    /// <summary>Returns the named type inside all list and non-null wrappers.</summary>
    /// <param name="type">The type.</param>
    public static INamedType NamedType(this IType type)
    {
        while (true)
        {
            switch (type)
            {
                case NonNullType nonNull:
                    type = nonNull.InnerType;
                    break;
                case ListType list:
                    type = list.ItemType;
                    break;
                default:
                    return (INamedType)type;
            }
        }
    }

    /// <summary>Returns the type without its outermost non-null wrapper.</summary>
    /// <param name="type">The type.</param>
    public static IType NullableType(this IType type) => type is NonNullType nonNull ? nonNull.InnerType : type;

    /// <summary>Whether null is not a value of the type.</summary>
    /// <param name="type">The type.</param>
    public static bool IsNonNull(this IType type) => type is NonNullType;

    /// <summary>Whether the named type is a scalar or an enum.</summary>
    /// <param name="type">The type.</param>
    public static bool IsLeaf(this IType type) => type.NamedType() is ScalarType or EnumType;

    /// <summary>Whether an argument can have the type (specification section 3.4.2).</summary>
    /// <param name="type">The type.</param>
    public static bool IsInputType(this IType type) => type.NamedType() is IInputType;

    /// <summary>Whether a field can have the type (specification section 3.4.2).</summary>
    /// <param name="type">The type.</param>
    public static bool IsOutputType(this IType type) => type.NamedType() is IOutputType;
}
