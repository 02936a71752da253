namespace Couverture.Data;

/// <summary>One item of a page.</summary>
public interface IEdge
{
    /// <summary>The item.</summary>
    object? Node { get; }

    /// <summary>The text by which a client names the item's place in the list.</summary>
    string Cursor { get; }
}

/// <summary>One item of a page, whose cursor is made when a client asks for it.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="node">The item.</param>
/// <param name="resolveCursor">Makes the item's cursor; called each time that the cursor is read.</param>
public sealed class Edge<T>(T node, Func<T, string> resolveCursor) : IEdge
{
    /// <summary>The item.</summary>
    public T Node { get; } = node;

    /// <inheritdoc />
    public string Cursor => resolveCursor(Node);

    object? IEdge.Node => Node;
}
