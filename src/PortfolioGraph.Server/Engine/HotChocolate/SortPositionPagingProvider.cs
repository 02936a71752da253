global using HotChocolate.Types.Pagination;
using HotChocolate.Internal;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Engine;

/// <summary>Pages fields by the sort positions of their items.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class SortPositionPagingProvider<T> : CursorPagingProvider
    where T : class, IHasSortPosition
{
    /// <inheritdoc />
    public override bool CanHandle(IExtendedType source) => source.ElementType?.Source == typeof(T);

    /// <inheritdoc />
    protected override CursorPagingHandler CreateHandler(IExtendedType source, PagingOptions options) => new SortPositionPagingHandler<T>(options);
}

/// <summary>Extensions that cover differences in paging between the two engines.</summary>
internal static class SortPositionPagingExtensions
{
    /// <summary>Adds the paging providers that the fields reference, and the engine's own as the default. Without a default, other fields would use the first provider even if it cannot handle them.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddSortPositionPaging(this IRequestExecutorBuilder graph) => graph
        .AddQueryableCursorPagingProvider(defaultProvider: true)
        .AddCursorPagingProvider<SortPositionPagingProvider<TokenHolding>>("tokens")
        .AddCursorPagingProvider<SortPositionPagingProvider<Position>>("positions")
        .AddCursorPagingProvider<SortPositionPagingProvider<ProtocolHoldings>>("protocols");
}

/// <summary>Creates page information and edges.</summary>
internal static class PageInfos
{
    /// <summary>Returns page information. This engine takes the cursors of the first and the last edge as text.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="hasNextPage">Whether items follow.</param>
    /// <param name="hasPreviousPage">Whether items precede.</param>
    /// <param name="edges">The edges of the page.</param>
    public static ConnectionPageInfo Of<T>(bool hasNextPage, bool hasPreviousPage, IReadOnlyList<Edge<T>> edges)
        where T : class =>
        new(hasNextPage, hasPreviousPage, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);

    /// <summary>Returns the edges of a page. This engine reads the nodes from the edges.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The list that contains the page.</param>
    /// <param name="start">The index of the first item of the page.</param>
    /// <param name="count">The number of items of the page.</param>
    /// <param name="createCursor">Creates the cursor of an item.</param>
    public static IReadOnlyList<Edge<T>> CreateEdges<T>(IReadOnlyList<T> items, int start, int count, Func<T, string> createCursor)
        where T : class =>
        [.. Enumerable.Range(start, count).Select(i => new Edge<T>(items[i], createCursor))];
}
