namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>The caller of an upstream call.</summary>
/// <param name="Client">The client: the name of its API key, or its remote address. Permits are granted round robin by client. Compared ordinally.</param>
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

    /// <summary>No client waits for the response. A poll for changes, or a load that can be served from a stale entry.</summary>
    Background,
}
