using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Engine;

/// <summary>Pages the fields that name it by the places of their items.</summary>
/// <typeparam name="T">What the lists are lists of.</typeparam>
internal sealed class PlacePagingProvider<T> : CursorPagingProvider
    where T : class, IPlaced
{
    /// <inheritdoc />
    protected override CursorPagingHandler CreateHandler(PagingOptions options) => new PlacePagingHandler<T>(options);
}

/// <summary>What the two engines do differently about pages.</summary>
internal static class PlacePagingExtensions
{
    /// <summary>Adds the providers that the paged fields name.</summary>
    /// <param name="graph">The server.</param>
    public static IRequestExecutorBuilder AddPlacePaging(this IRequestExecutorBuilder graph) => graph
        .AddCursorPagingProvider<PlacePagingProvider<TokenHolding>>("tokens")
        .AddCursorPagingProvider<PlacePagingProvider<Position>>("positions");
}

/// <summary>Says where a page stands in its list.</summary>
internal static class PageInfos
{
    /// <summary>Page information; this engine makes the cursors of the first and the last edge when they are asked for.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="hasNextPage">Whether items follow.</param>
    /// <param name="hasPreviousPage">Whether items precede.</param>
    /// <param name="edges">The page.</param>
    public static ConnectionPageInfo Of<T>(bool hasNextPage, bool hasPreviousPage, IReadOnlyList<Edge<T>> edges)
        where T : class =>
        new(hasNextPage, hasPreviousPage);
}
