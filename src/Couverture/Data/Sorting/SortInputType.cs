namespace Couverture.Data.Sorting;

/// <summary>An input type of the sort keys of a list.</summary>
public abstract class SortInputType
{
    /// <summary>Returns the sort of a field's list.</summary>
    internal abstract ListSort CreateListSort(SortTypeFactory factory);
}

/// <summary>An input type whose fields sort by members of an object.</summary>
/// <typeparam name="T">The runtime type of the object.</typeparam>
public abstract class SortInputType<T> : SortInputType
{
    /// <summary>Sets the fields.</summary>
    /// <param name="descriptor">The descriptor of this type.</param>
    protected abstract void Configure(ISortInputTypeDescriptor<T> descriptor);

    internal override ListSort CreateListSort(SortTypeFactory factory) => new ListSort<T>(factory.GetModel(this));

    internal SortInputTypeDescriptor<T> Describe()
    {
        var descriptor = new SortInputTypeDescriptor<T>();
        Configure(descriptor);
        return descriptor;
    }
}
