namespace PortfolioGraph.Upstream;

/// <summary>What the upstream last said of the API key, whichever version was asked.</summary>
public sealed class ApiKeyStatus
{
    private volatile bool _isRejected;

    /// <summary>Whether a call was refused with 401 and none was answered since. False before the first call.</summary>
    public bool IsRejected => _isRejected;

    /// <summary>A call was refused for its key.</summary>
    internal void Reject() => _isRejected = true;

    /// <summary>A call was answered.</summary>
    internal void Accept()
    {
        // Nearly always there is nothing to write, and all calls share this.
        if (_isRejected)
            _isRejected = false;
    }
}
