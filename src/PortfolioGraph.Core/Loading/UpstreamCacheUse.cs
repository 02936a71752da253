namespace PortfolioGraph.Core;

/// <summary>Whether calls of this asynchronous flow may be answered from the data source's own cache (CONTRACT, "Common parameters": <c>use_cache</c>).</summary>
internal sealed class UpstreamCacheUse : IDisposable
{
    private static readonly AsyncLocal<UpstreamCacheUse?> Current = new();

    private readonly UpstreamCacheUse? _outer = Current.Value;
    private readonly bool _isAllowed;

    private UpstreamCacheUse(bool isAllowed) => _isAllowed = isAllowed;

    /// <summary>Allowed unless said otherwise.</summary>
    public static bool IsAllowed => Current.Value?._isAllowed ?? true;

    public static UpstreamCacheUse Begin(bool isAllowed) => Current.Value = new UpstreamCacheUse(isAllowed);

    public void Dispose() => Current.Value = _outer;
}
