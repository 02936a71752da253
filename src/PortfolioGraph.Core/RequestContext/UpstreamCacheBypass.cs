namespace PortfolioGraph.Core;

/// <summary>Whether calls of this asynchronous flow may be answered from the data source's own cache (CONTRACT, "Common parameters": <c>use_cache</c>).</summary>
internal sealed class UpstreamCacheBypass : IDisposable
{
    private static readonly AsyncLocal<UpstreamCacheBypass?> Current = new();

    private readonly UpstreamCacheBypass? _outer = Current.Value;
    private readonly bool _isAllowed;

    private UpstreamCacheBypass(bool isAllowed) => _isAllowed = isAllowed;

    /// <summary>Allowed unless said otherwise.</summary>
    public static bool IsAllowed => Current.Value?._isAllowed ?? true;

    public static UpstreamCacheBypass Begin(bool isAllowed) => Current.Value = new UpstreamCacheBypass(isAllowed);

    public void Dispose() => Current.Value = _outer;
}
