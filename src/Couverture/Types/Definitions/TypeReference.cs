namespace Couverture.Types;

/// <summary>
/// A type as a definition names it before the schema is built: by runtime type or by GraphQL name, with its list and non-null wrappers.
/// Generated code writes <c>TypeReference.Of&lt;Wallet&gt;().NonNull().List()</c>.
/// </summary>
public abstract record TypeReference
{
    private TypeReference()
    {
    }

    /// <summary>The type bound to a runtime type.</summary>
    /// <typeparam name="T">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    public static TypeReference Of<T>() => new ByRuntimeType(typeof(T));

    /// <summary>The type of a GraphQL name.</summary>
    /// <param name="name">The name, for example <c>ID</c>.</param>
    public static TypeReference Named(string name) => new ByName(name);

    /// <summary>The non-null wrapper around this type.</summary>
    public TypeReference NonNull() => new NonNullOf(this);

    /// <summary>The list wrapper around this type.</summary>
    public TypeReference List() => new ListOf(this);

    internal sealed record ByRuntimeType(Type RuntimeType) : TypeReference;

    internal sealed record ByName(string Name) : TypeReference;

    internal sealed record NonNullOf(TypeReference Inner) : TypeReference;

    internal sealed record ListOf(TypeReference Inner) : TypeReference;
}
