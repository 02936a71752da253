using Couverture.Data.Sorting;

namespace Couverture.Data;

/// <summary>Adds the argument <c>order</c> to a paged field. Without it, the list keeps the order in which the resolver returns it. Items with equal keys keep that order too.</summary>
/// <typeparam name="TSort">The sort keys of the items.</typeparam>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSortingAttribute<TSort> : Attribute
    where TSort : SortInputType, new();
