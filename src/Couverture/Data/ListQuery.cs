using Couverture.Data.Filtering;
using Couverture.Data.Sorting;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Data;

/// <summary>The arguments <c>where</c> and <c>order</c> of one field.</summary>
/// <param name="filter">The filter; null without <c>where</c>.</param>
/// <param name="sort">The sort; null without <c>order</c>.</param>
internal sealed class ListQuery(ListFilter? filter, ListSort? sort)
{
    private const string Where = "where";
    private const string Order = "order";

    /// <summary>The definitions of the arguments.</summary>
    public IEnumerable<ArgumentDefinition> Arguments
    {
        get
        {
            if (filter is not null)
                yield return new() { Name = Where, Type = TypeReference.Named(filter.TypeName), Description = "Which items the list contains. If null or empty, the list contains all items." };
            if (sort is not null)
                yield return new() { Name = Order, Type = TypeReference.Named(sort.TypeName).NonNull().List(), Description = "The sort keys, the most significant first. Items with equal keys keep the list's own order. If null or empty, all items have that order." };
        }
    }

    /// <summary>Returns a function that filters and sorts a list; null if the arguments have no effect.</summary>
    /// <exception cref="GraphQLException">An argument is invalid.</exception>
    public Func<object, object>? Read(ResolverContext context)
    {
        var filtered = filter is not null && context.ArgumentValue<IReadOnlyDictionary<string, object?>?>(Where) is { } input ? filter.Create(input) : null;
        var sorted = sort?.Create(context.ArgumentLiteral<IValueNode>(Order));
        return (filtered, sorted) switch
        {
            (null, _) => sorted,
            (_, null) => filtered,
            var (filter, sort) => Compose(filter, sort),
        };
    }

    // A method of its own, because a closure would be created for every list.
    private static Func<object, object> Compose(Func<object, object> filter, Func<object, object> sort) => list => sort(filter(list));
}
