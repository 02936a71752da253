using Couverture.Language;

namespace Couverture.Data;

/// <summary>The page sizes of connections: of one field, or of all that set none of their own.</summary>
public sealed class PagingOptions
{
    /// <summary>The page size where the client names none.</summary>
    public int DefaultPageSize { get; set => field = LimitGuard.AtLeast(1, value); } = 10;

    /// <summary>The greatest page size a client may ask for.</summary>
    public int MaxPageSize { get; set => field = LimitGuard.AtLeast(1, value); } = 50;

    /// <summary>Whether every connection has the field <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }

    /// <summary>What pages the fields that name it.</summary>
    internal Dictionary<string, CursorPagingProvider> Providers { get; } = new(StringComparer.Ordinal);
}
