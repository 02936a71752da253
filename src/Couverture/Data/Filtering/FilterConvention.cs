namespace Couverture.Data.Filtering;

/// <summary>Configures which operations filter members of which types.</summary>
public interface IFilterConventionDescriptor
{
    /// <summary>Adds <c>eq</c> and <c>neq</c> for booleans, and <c>eq</c>, <c>neq</c>, <c>in</c> and <c>nin</c> for enums.</summary>
    IFilterConventionDescriptor AddDefaults();

    /// <summary>Sets the operations of members of a type.</summary>
    /// <typeparam name="TRuntime">The type. Operations of a value type are also those of its <see cref="Nullable{T}"/>.</typeparam>
    /// <typeparam name="TFilter">The operations.</typeparam>
    IFilterConventionDescriptor BindRuntimeType<TRuntime, TFilter>()
        where TFilter : FilterInputType, new();
}

internal sealed class FilterConvention : IFilterConventionDescriptor
{
    private readonly Dictionary<Type, FilterInputType> _types = [];

    /// <summary>Whether booleans and enums have operations.</summary>
    public bool HasDefaults { get; private set; }

    public IFilterConventionDescriptor AddDefaults()
    {
        HasDefaults = true;
        return this;
    }

    public IFilterConventionDescriptor BindRuntimeType<TRuntime, TFilter>()
        where TFilter : FilterInputType, new()
    {
        _types[GetRuntimeType<TRuntime>()] = new TFilter();
        return this;
    }

    /// <summary>Returns the type's operations; null if none are bound.</summary>
    public FilterInputType? Find<TMember>() => _types.GetValueOrDefault(GetRuntimeType<TMember>());

    /// <summary>Returns the type without <see cref="Nullable{T}"/>.</summary>
    public static Type GetRuntimeType<T>() => Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
}
