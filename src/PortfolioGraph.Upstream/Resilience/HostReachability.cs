namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// Whether the upstream host, which both API versions share, could be reached by the last attempt. While it is unreachable, a call makes one attempt instead of three.
/// </summary>
internal sealed class HostReachability
{
    private volatile bool _isUnreachable;

    /// <summary>Whether the last attempt of either version could not connect to the host.</summary>
    public bool IsUnreachable => _isUnreachable;

    /// <summary>Notes that the host returned a response of any status.</summary>
    public void MarkReachable() => _isUnreachable = false;

    /// <summary>Notes that no connection could be opened.</summary>
    public void MarkUnreachable() => _isUnreachable = true;
}
