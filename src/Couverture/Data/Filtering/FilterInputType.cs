namespace Couverture.Data.Filtering;

/// <summary>An input type of operations on one member, such as <c>eq</c> and <c>gt</c>. <see cref="FilterInputType{T}"/> is an input type of members of an object.</summary>
public abstract class FilterInputType
{
    /// <summary>Sets the name and the operations.</summary>
    /// <param name="descriptor">The descriptor of this type.</param>
    protected virtual void Configure(IFilterInputTypeDescriptor descriptor)
    {
    }

    /// <summary>Returns the filter of a field's list; null if this type does not filter objects.</summary>
    internal virtual ListFilter? CreateListFilter(FilterTypeFactory factory) => null;

    internal FilterInputTypeDescriptor Describe()
    {
        var descriptor = new FilterInputTypeDescriptor();
        Configure(descriptor);
        return descriptor;
    }
}

/// <summary>An input type whose fields filter by members of an object. All given fields must match.</summary>
/// <typeparam name="T">The runtime type of the object.</typeparam>
public abstract class FilterInputType<T> : FilterInputType
{
    /// <summary>Sets the fields.</summary>
    /// <param name="descriptor">The descriptor of this type.</param>
    protected abstract void Configure(IFilterInputTypeDescriptor<T> descriptor);

    internal override ListFilter CreateListFilter(FilterTypeFactory factory) => new ListFilter<T>(factory.GetModel(this));

    internal FilterInputTypeDescriptor<T> DescribeObject()
    {
        var descriptor = new FilterInputTypeDescriptor<T>();
        Configure(descriptor);
        return descriptor;
    }
}

/// <summary>Base class of input types with operations on text. Only these can have the operations <c>contains</c> and <c>startsWith</c>.</summary>
public abstract class StringOperationFilterInputType : FilterInputType;

/// <summary>Marks input types with operations on values that can be compared. Only these and operations on text can have the operations <c>in</c>, <c>gt</c> and so on.</summary>
public interface IComparableOperationFilterInputType;
