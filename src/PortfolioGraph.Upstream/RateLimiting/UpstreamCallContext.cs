namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>The caller of an asynchronous flow's upstream calls. It is ambient because the flow passes through DataLoaders and the HTTP handler.</summary>
public static class UpstreamCallContext
{
    private static readonly AsyncLocal<CallerInfo?> Current = new();

    /// <summary>The caller of this flow's calls; <see cref="CallerInfo.Unknown"/> outside any scope.</summary>
    public static CallerInfo Caller => Current.Value ?? CallerInfo.Unknown;

    /// <summary>Sets the caller of this flow's calls until the scope is disposed of.</summary>
    /// <param name="caller">The caller.</param>
    public static IDisposable BeginScope(CallerInfo caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var scope = new Scope(Current.Value);
        Current.Value = caller;
        return scope;
    }

    private sealed class Scope(CallerInfo? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
