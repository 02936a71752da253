namespace Couverture.Data;

/// <summary>One page of a list, returned by a paging handler.</summary>
/// <param name="edges">The items of the page.</param>
/// <param name="info">The position of the page in the list.</param>
/// <param name="totalCount">The number of items in the whole list.</param>
public class Connection(IReadOnlyList<IEdge> edges, ConnectionPageInfo info, int totalCount = 0)
{
    /// <summary>The items of the page.</summary>
    public IReadOnlyList<IEdge> Edges { get; } = edges;

    /// <summary>The position of the page in the list.</summary>
    public ConnectionPageInfo Info { get; } = info;

    /// <summary>The number of items in the whole list.</summary>
    public int TotalCount { get; } = totalCount;
}

/// <summary>One page of a list of items of one type.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="edges">The items of the page.</param>
/// <param name="info">The position of the page in the list.</param>
/// <param name="totalCount">The number of items in the whole list.</param>
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, ConnectionPageInfo info, int totalCount = 0) : Connection(edges, info, totalCount);
