namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// Whether the host of both versions could be reached at all the last time somebody tried. Where it could not, a call for the one version needs no three attempts
/// to find out what the other's have shown: one tells whether it is back.
/// </summary>
internal sealed class HostReachability
{
    private volatile bool _isUnreachable;

    /// <summary>Whether the last attempt of either version found no host.</summary>
    public bool IsUnreachable => _isUnreachable;

    /// <summary>Notes that the host answered, whatever it said.</summary>
    public void MarkReachable() => _isUnreachable = false;

    /// <summary>Notes that no connection came about.</summary>
    public void MarkUnreachable() => _isUnreachable = true;
}
