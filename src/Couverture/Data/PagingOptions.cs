using Couverture.Language;

namespace Couverture.Data;

/// <summary>The page sizes of one field, or the defaults for fields that do not set them.</summary>
public sealed class PagingOptions
{
    /// <summary>The page size if the client does not set one.</summary>
    public int DefaultPageSize { get; set => field = LimitGuard.AtLeast(1, value); } = 10;

    /// <summary>The maximum page size that a client may request.</summary>
    public int MaxPageSize { get; set => field = LimitGuard.AtLeast(1, value); } = 50;

    /// <summary>Whether every connection has the field <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }

    /// <summary>The paging providers by name.</summary>
    internal Dictionary<string, CursorPagingProvider> Providers { get; } = new(StringComparer.Ordinal);
}
