namespace Couverture.Data;

/// <summary>The page that a client requests. The sizes are within the field's limits.</summary>
/// <param name="First">The maximum number of items from the start; null for no limit.</param>
/// <param name="Last">The maximum number of items from the end; null for no limit.</param>
/// <param name="After">The cursor of the item that the page follows, as the client sent it; null for the start of the list.</param>
/// <param name="Before">The cursor of the item that the page precedes, as the client sent it; null for the end of the list.</param>
public readonly record struct CursorPagingArguments(int? First = null, int? Last = null, string? After = null, string? Before = null);
