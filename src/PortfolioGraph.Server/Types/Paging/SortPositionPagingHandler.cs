using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>Pages a list by the points of its items in its order. A page follows a point in the current list, even if the item that was at the point has moved or is gone.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="options">The page sizes of the field.</param>
internal sealed class SortPositionPagingHandler<T>(PagingOptions options) : CursorPagingHandler(options)
    where T : class, IHasSortPosition
{
    /// <inheritdoc />
    protected override ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments)
    {
        var scope = context.Parent<IHoldings>().Scope;
        var items = source as IReadOnlyList<T> ?? [.. (IEnumerable<T>)source];
        var order = ListOrder<T>.Of(context);
        var page = PageRange.Of(
            items,
            order.Parse(scope, arguments.After, "after"),
            order.Parse(scope, arguments.Before, "before"),
            arguments.First,
            arguments.Last);
        var edges = new Edge<T>[page.End - page.Start];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = new Edge<T>(items[page.Start + i], order.CreateCursor);
        return new(new Connection<T>(edges, PageInfos.Of(page.End < items.Count, page.Start > 0, edges), items.Count));
    }
}

/// <summary>Validates the cursor of a page before its list is loaded.</summary>
internal static class SortPositionPaging
{
    /// <summary>Returns the scope of a list if the cursor in <c>after</c> belongs to that list, so that an invalid cursor takes no call.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="connection">The context of the connection field.</param>
    /// <param name="scope">The scope of the list.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID.</exception>
    public static Scope CheckCursor<T>(this IResolverContext connection, Scope scope)
        where T : IHasSortPosition
    {
        connection.CheckQueryLimits();
        _ = ListOrder<T>.Of(connection).Parse(scope, connection.ArgumentValue<string?>("after"), "after");
        return scope;
    }
}
