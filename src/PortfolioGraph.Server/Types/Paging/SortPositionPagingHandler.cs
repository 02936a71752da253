using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>Pages a list by the points of its items in its order. A page follows a point in the current list, even if the item that was at the point has moved or is gone.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="options">The page sizes of the field.</param>
internal sealed class SortPositionPagingHandler<T>(PagingOptions options) : CursorPagingHandler(options)
    where T : class, IHasSortPosition
{
    private static readonly string ItemsName = T.ListName + ListState.Items;

    /// <inheritdoc />
    protected override ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments)
    {
        var scope = SortPositionPaging.ScopeOf(context.Parent<object>());
        var items = source as IReadOnlyList<T> ?? [.. (IEnumerable<T>)source];
        context.SetScopedState(ItemsName, items);
        var order = ListOrder<T>.Of(context);
        var page = PageRange.Of(
            items,
            order.Parse(scope, arguments.After, "after"),
            order.Parse(scope, arguments.Before, "before"),
            arguments.First,
            arguments.Last);
        var edges = PageInfos.CreateEdges(items, page.Start, page.End - page.Start, order.CreateCursor);
        return new(new Connection<T>(edges, PageInfos.Of(page.End < items.Count, page.Start > 0, edges), items.Count));
    }
}

/// <summary>Finds the list that a page belongs to, and validates the page's cursors before the list is loaded.</summary>
internal static class SortPositionPaging
{
    /// <summary>Returns the scope of a list if the cursors in <c>after</c> and <c>before</c> belong to that list, so that an invalid cursor takes no call.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="connection">The context of the connection field.</param>
    /// <param name="scope">The scope of the list.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID.</exception>
    public static Scope CheckCursors<T>(this IResolverContext connection, Scope scope)
        where T : IHasSortPosition
    {
        connection.CheckQueryLimits();
        var order = ListOrder<T>.Of(connection);
        _ = order.Parse(scope, connection.ArgumentValue<string?>("after"), "after");
        _ = order.Parse(scope, connection.ArgumentValue<string?>("before"), "before");
        return scope;
    }

    /// <summary>Returns the scope of the lists of an object. The positions in one protocol are a part of the positions of its scope, in the same order, so they share cursors.</summary>
    /// <param name="parent">The object with the connection field.</param>
    public static Scope ScopeOf(object parent) => parent switch
    {
        IHoldings holdings => holdings.Scope,
        PastHoldings past => past.Scope,
        ProtocolHoldings protocol => protocol.Scope,
        _ => throw new ArgumentException($"{parent.GetType().Name} has no scope.", nameof(parent)),
    };
}
