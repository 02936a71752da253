namespace Couverture.Data;

/// <summary>What lies before and after a page.</summary>
/// <param name="hasNextPage">Whether items follow the page.</param>
/// <param name="hasPreviousPage">Whether items precede the page.</param>
/// <param name="startCursor">The cursor of the first item; null for that of the first edge, which is then made only when a client asks for it.</param>
/// <param name="endCursor">The cursor of the last item; null for that of the last edge, which is then made only when a client asks for it.</param>
public sealed class ConnectionPageInfo(bool hasNextPage, bool hasPreviousPage, string? startCursor = null, string? endCursor = null)
{
    /// <summary>Whether items follow the page.</summary>
    public bool HasNextPage { get; } = hasNextPage;

    /// <summary>Whether items precede the page.</summary>
    public bool HasPreviousPage { get; } = hasPreviousPage;

    /// <summary>The cursor of the first item; null for that of the first edge.</summary>
    public string? StartCursor { get; } = startCursor;

    /// <summary>The cursor of the last item; null for that of the last edge.</summary>
    public string? EndCursor { get; } = endCursor;
}
