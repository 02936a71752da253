namespace Couverture.Data;

/// <summary>The page sizes of connections that set none of their own.</summary>
public sealed class PagingOptions
{
    /// <summary>The page size where the client names none.</summary>
    public int DefaultPageSize { get; set; } = 10;

    /// <summary>The greatest page size a client may ask for.</summary>
    public int MaxPageSize { get; set; } = 50;

    /// <summary>Whether every connection has the field <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }
}
