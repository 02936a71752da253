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

    /// <summary>The items of the page without their cursors.</summary>
    internal IReadOnlyList<object?> Nodes => Edges is INodeList list ? list.Nodes : new NodeList(Edges);
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

/// <summary>The edges of a page that are created when a client selects them. Most clients select the nodes.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="items">The list that contains the page.</param>
/// <param name="start">The index of the first item of the page.</param>
/// <param name="count">The number of items of the page.</param>
/// <param name="resolveCursor">Creates the cursor of an item.</param>
public sealed class EdgeList<T>(IReadOnlyList<T> items, int start, int count, Func<T, string> resolveCursor) : IReadOnlyList<Edge<T>>, INodeList
    where T : class
{
    /// <inheritdoc />
    public int Count => count;

    /// <inheritdoc />
    public Edge<T> this[int index] => index >= 0 && index < count ? new Edge<T>(items[start + index], resolveCursor) : throw new ArgumentOutOfRangeException(nameof(index));

    IReadOnlyList<object?> INodeList.Nodes => new ListSlice(items, start, count);

    /// <inheritdoc />
    public IEnumerator<Edge<T>> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Edges whose nodes can be read without creating the edges.</summary>
internal interface INodeList
{
    IReadOnlyList<object?> Nodes { get; }
}

/// <summary>A part of a list, without copying it.</summary>
internal sealed class ListSlice(IReadOnlyList<object?> items, int start, int count) : IReadOnlyList<object?>
{
    public int Count => count;

    public object? this[int index] => items[start + index];

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
            yield return items[start + i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
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
