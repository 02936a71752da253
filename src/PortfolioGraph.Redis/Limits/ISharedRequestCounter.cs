namespace PortfolioGraph.Redis;

/// <summary>Counts the requests of clients over all replicas.</summary>
public interface ISharedRequestCounter
{
    /// <summary>Counts a request, unless the limit of its window is reached. A window starts with its first request.</summary>
    /// <param name="client">The client in a form that may be stored: a hash, not a name.</param>
    /// <param name="limit">The maximum number of requests in a window.</param>
    /// <param name="window">The length of a window.</param>
    /// <returns>The state of the client's window. Null if Redis is unavailable; then the request is not counted.</returns>
    ValueTask<SharedRequestCount?> CountAsync(string client, int limit, TimeSpan window);
}

/// <summary>The state of a client's window.</summary>
/// <param name="IsAccepted">Whether the request was counted. Otherwise the limit is reached.</param>
/// <param name="Remaining">How many requests the window still allows.</param>
/// <param name="ResetAfter">The time until the next window can start.</param>
public sealed record SharedRequestCount(bool IsAccepted, int Remaining, TimeSpan ResetAfter);
