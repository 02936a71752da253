namespace Couverture.Types;

/// <summary>Looks through the wrappers of types.</summary>
public static class TypeExtensions
{
    /// <summary>The named type inside all list and non-null wrappers.</summary>
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

    /// <summary>The type without its outermost non-null wrapper.</summary>
    /// <param name="type">The type.</param>
    public static IType NullableType(this IType type) => type is NonNullType nonNull ? nonNull.InnerType : type;

    /// <summary>Whether null is no value of the type.</summary>
    /// <param name="type">The type.</param>
    public static bool IsNonNull(this IType type) => type is NonNullType;

    /// <summary>Whether the named type is a scalar or an enum.</summary>
    /// <param name="type">The type.</param>
    public static bool IsLeaf(this IType type) => type.NamedType() is ScalarType or EnumType;

    /// <summary>Whether the type may stand on an argument (specification section 3.4.2).</summary>
    /// <param name="type">The type.</param>
    public static bool IsInputType(this IType type) => type.NamedType() is IInputType;

    /// <summary>Whether the type may stand on a field (specification section 3.4.2).</summary>
    /// <param name="type">The type.</param>
    public static bool IsOutputType(this IType type) => type.NamedType() is IOutputType;
}
