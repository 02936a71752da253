global using HotChocolate.Types.Pagination;
using HotChocolate.Internal;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Engine;

/// <summary>Pages the fields that name it by the places of their items.</summary>
/// <typeparam name="T">What the lists are lists of.</typeparam>
internal sealed class PlacePagingProvider<T> : CursorPagingProvider
    where T : class, IPlaced
{
    /// <inheritdoc />
    public override bool CanHandle(IExtendedType source) => source.ElementType?.Source == typeof(T);

    /// <inheritdoc />
    protected override CursorPagingHandler CreateHandler(IExtendedType source, PagingOptions options) => new PlacePagingHandler<T>(options);
}

/// <summary>What the two engines do differently about pages.</summary>
internal static class PlacePagingExtensions
{
    /// <summary>Adds the providers that the paged fields name, and the engine's own for others: they would take the first of these otherwise, able to or not.</summary>
    /// <param name="graph">The server.</param>
    public static IRequestExecutorBuilder AddPlacePaging(this IRequestExecutorBuilder graph) => graph
        .AddQueryableCursorPagingProvider(defaultProvider: true)
        .AddCursorPagingProvider<PlacePagingProvider<TokenHolding>>("tokens")
        .AddCursorPagingProvider<PlacePagingProvider<Position>>("positions");
}

/// <summary>Says where a page stands in its list.</summary>
internal static class PageInfos
{
    /// <summary>Page information; this engine takes the cursors of the first and the last edge as text.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="hasNextPage">Whether items follow.</param>
    /// <param name="hasPreviousPage">Whether items precede.</param>
    /// <param name="edges">The page.</param>
    public static ConnectionPageInfo Of<T>(bool hasNextPage, bool hasPreviousPage, IReadOnlyList<Edge<T>> edges)
        where T : class =>
        new(hasNextPage, hasPreviousPage, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
}
