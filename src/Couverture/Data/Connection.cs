namespace Couverture.Data;

/// <summary>One page of a list, as a paging handler cut it out.</summary>
/// <param name="edges">The items of the page.</param>
/// <param name="info">What lies before and after the page.</param>
/// <param name="totalCount">How many items the whole list has.</param>
public class Connection(IReadOnlyList<IEdge> edges, ConnectionPageInfo info, int totalCount = 0)
{
    /// <summary>The items of the page.</summary>
    public IReadOnlyList<IEdge> Edges { get; } = edges;

    /// <summary>What lies before and after the page.</summary>
    public ConnectionPageInfo Info { get; } = info;

    /// <summary>How many items the whole list has.</summary>
    public int TotalCount { get; } = totalCount;
}

/// <summary>One page of a list of items of one type.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="edges">The items of the page.</param>
/// <param name="info">What lies before and after the page.</param>
/// <param name="totalCount">How many items the whole list has.</param>
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, ConnectionPageInfo info, int totalCount = 0) : Connection(edges, info, totalCount);
