namespace Couverture.Data;

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
