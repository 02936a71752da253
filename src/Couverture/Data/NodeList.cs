using System.Collections;

namespace Couverture.Data;

/// <summary>The nodes of a page, read from its edges without copying them.</summary>
internal sealed class NodeList(IReadOnlyList<IEdge> edges) : IReadOnlyCollection<object?>
{
    public int Count => edges.Count;

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var edge in edges)
            yield return edge.Node;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
