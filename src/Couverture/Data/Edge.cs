namespace Couverture.Data;

/// <summary>One item of a page.</summary>
public interface IEdge
{
    /// <summary>The item.</summary>
    object? Node { get; }

    /// <summary>The cursor, which identifies the item's position in the list.</summary>
    string Cursor { get; }
}

/// <summary>One item of a page, whose cursor is created when a client selects it.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <param name="node">The item.</param>
/// <param name="resolveCursor">Creates the item's cursor; called each time the cursor is read.</param>
public sealed class Edge<T>(T node, Func<T, string> resolveCursor) : IEdge
{
    /// <summary>The item.</summary>
    public T Node { get; } = node;

    /// <inheritdoc />
    public string Cursor => resolveCursor(Node);

    object? IEdge.Node => Node;
}
