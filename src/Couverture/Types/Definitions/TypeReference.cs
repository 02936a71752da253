namespace Couverture.Types;

/// <summary>
/// A reference to a type before the schema is built: by runtime type or GraphQL name, with list and non-null wrappers. Generated code
/// contains references such as <c>TypeReference.Of&lt;Wallet&gt;().NonNull().List()</c>.
/// </summary>
public abstract record TypeReference
{
    private TypeReference()
    {
    }

    /// <summary>Refers to the type of a runtime type.</summary>
    /// <typeparam name="T">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    public static TypeReference Of<T>() => new ByRuntimeType(typeof(T));

    /// <summary>Refers to a type by GraphQL name.</summary>
    /// <param name="name">The name, for example <c>ID</c>.</param>
    public static TypeReference Named(string name) => new ByName(name);

    /// <summary>Wraps this type as non-null.</summary>
    public TypeReference NonNull() => new NonNullOf(this);

    /// <summary>Wraps this type in a list.</summary>
    public TypeReference List() => new ListOf(this);

    /// <summary>Returns the runtime type without wrappers; null if the reference is by name.</summary>
    internal Type? GetRuntimeType() => this switch
    {
        ByRuntimeType byRuntimeType => byRuntimeType.RuntimeType,
        NonNullOf nonNull => nonNull.Inner.GetRuntimeType(),
        ListOf list => list.Inner.GetRuntimeType(),
        _ => null,
    };

    internal sealed record ByRuntimeType(Type RuntimeType) : TypeReference;

    internal sealed record ByName(string Name) : TypeReference;

    internal sealed record NonNullOf(TypeReference Inner) : TypeReference;

    internal sealed record ListOf(TypeReference Inner) : TypeReference;
}
