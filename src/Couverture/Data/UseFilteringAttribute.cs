using Couverture.Data.Filtering;

namespace Couverture.Data;

/// <summary>Adds the argument <c>where</c> to a paged field. The items that match are paged; all others are left out.</summary>
/// <typeparam name="TFilter">The filter of the items.</typeparam>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseFilteringAttribute<TFilter> : Attribute
    where TFilter : FilterInputType, new();
