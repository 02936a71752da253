namespace Couverture.Types;

/// <summary>Names a list type in a descriptor. <see cref="ListType"/> is the type of a schema.</summary>
/// <typeparam name="T">The type of the items: a scalar, or <see cref="NonNullType{T}"/> of one.</typeparam>
public sealed class ListType<T> : ITypeName
    where T : new()
{
    TypeReference ITypeName.Reference => InputTypeReferences.Of(new T()).List();
}

/// <summary>Names a non-null type in a descriptor. <see cref="NonNullType"/> is the type of a schema.</summary>
/// <typeparam name="T">The nullable type: a scalar.</typeparam>
public sealed class NonNullType<T> : ITypeName
    where T : new()
{
    TypeReference ITypeName.Reference => InputTypeReferences.Of(new T()).NonNull();
}

internal interface ITypeName
{
    TypeReference Reference { get; }
}

/// <summary>Reads the references of types that descriptors name.</summary>
internal static class InputTypeReferences
{
    public static TypeReference Of(object type) => type switch
    {
        ScalarType scalar => TypeReference.Named(scalar.Name),
        ITypeName name => name.Reference,
        _ => throw new ArgumentException($"{type.GetType()} is not a scalar or a wrapper of one.", nameof(type)),
    };
}
