using Couverture.Execution;

namespace Couverture.Data;

/// <summary>The paging of one field.</summary>
/// <param name="handler">Slices the lists.</param>
/// <param name="query">The filter and the sort keys.</param>
/// <param name="size">The page sizes.</param>
/// <param name="firstArgument">The index of the argument <c>first</c>, which the other paging arguments follow.</param>
/// <param name="allowsBackward">Whether the field has the arguments <c>last</c> and <c>before</c>.</param>
internal sealed class FieldPaging(CursorPagingHandler handler, ListQuery query, PageSize size, int firstArgument, bool allowsBackward)
{
    /// <summary>Reads and checks the arguments. Called before the resolver runs, so that invalid arguments fail before any data is loaded.</summary>
    /// <exception cref="GraphQLException">An argument is invalid.</exception>
    public (CursorPagingArguments Page, Func<object, object>? Select) Read(ResolverContext context)
    {
        var page = size.ReadArguments(context, firstArgument, allowsBackward);
        handler.Check(page);
        return (page, query.Read(context));
    }

    /// <summary>Returns the page of a list.</summary>
    public ValueTask<Connection> PageAsync(ResolverContext context, object list, CursorPagingArguments page) => handler.PageAsync(context, list, page);
}
