using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>Pages a list by the places of its items: a page is what follows a place now, even if the item that had the place has moved or is gone.</summary>
/// <typeparam name="T">What the list is a list of.</typeparam>
/// <param name="options">The page sizes of the field.</param>
internal sealed class PlacePagingHandler<T>(PagingOptions options) : CursorPagingHandler(options)
    where T : class, IPlaced
{
    /// <inheritdoc />
    protected override ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments)
    {
        var scope = context.Parent<IHoldings>().Scope;
        var items = source as IReadOnlyList<T> ?? [.. (IEnumerable<T>)source];
        var page = PageRange.Of(
            items,
            Cursors.Read<T>(scope, arguments.After, "after"),
            Cursors.Read<T>(scope, arguments.Before, "before"),
            arguments.First,
            arguments.Last);
        var edges = new Edge<T>[page.End - page.Start];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = new Edge<T>(items[page.Start + i], static (T item) => Cursors.Of(item));
        return new(new Connection<T>(edges, PageInfos.Of(page.End < items.Count, page.Start > 0, edges), items.Count));
    }
}
