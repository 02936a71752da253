using System.Collections;

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

/// <summary>The position of a page in its list.</summary>
/// <param name="hasNextPage">Whether items follow the page.</param>
/// <param name="hasPreviousPage">Whether items precede the page.</param>
/// <param name="startCursor">The cursor of the first item. If null, the first edge's cursor is used, and created only when a client selects it.</param>
/// <param name="endCursor">The cursor of the last item. If null, the last edge's cursor is used, and created only when a client selects it.</param>
public sealed class ConnectionPageInfo(bool hasNextPage, bool hasPreviousPage, string? startCursor = null, string? endCursor = null)
{
    /// <summary>Whether items follow the page.</summary>
    public bool HasNextPage { get; } = hasNextPage;

    /// <summary>Whether items precede the page.</summary>
    public bool HasPreviousPage { get; } = hasPreviousPage;

    /// <summary>The cursor of the first item; null to use the first edge's cursor.</summary>
    public string? StartCursor { get; } = startCursor;

    /// <summary>The cursor of the last item; null to use the last edge's cursor.</summary>
    public string? EndCursor { get; } = endCursor;
}

/// <summary>The nodes of a page, read from its edges without copying them.</summary>
internal sealed class NodeList(IReadOnlyList<IEdge> edges) : IReadOnlyList<object?>
{
    public int Count => edges.Count;

    public object? this[int index] => edges[index].Node;

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var edge in edges)
            yield return edge.Node;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
