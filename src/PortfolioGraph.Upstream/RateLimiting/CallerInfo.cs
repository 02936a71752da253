namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>The caller of an upstream call.</summary>
/// <param name="Client">The client that calls are shared by: the name of an API key or a remote address. Compared ordinally.</param>
/// <param name="Priority">Whether a client waits for the response.</param>
public sealed record CallerInfo(string Client, CallPriority Priority)
{
    /// <summary>All callers without a known client, treated as one interactive client.</summary>
    public static CallerInfo Unknown { get; } = new("", CallPriority.Interactive);
}

/// <summary>The priority of a call.</summary>
public enum CallPriority
{
    /// <summary>A client waits for the response.</summary>
    Interactive,

    /// <summary>A poll for changes, which may be delayed.</summary>
    Background,
}
