namespace PortfolioGraph.Upstream;

/// <summary>Whether the upstream accepts the API key, as of the last call to either version.</summary>
public sealed class ApiKeyStatus
{
    private volatile bool _isRejected;

    /// <summary>Whether a call was rejected with 401 and no call has succeeded since. False before the first call.</summary>
    public bool IsRejected => _isRejected;

    /// <summary>Notes that a call was rejected with 401.</summary>
    internal void Reject() => _isRejected = true;

    /// <summary>Notes that a call succeeded.</summary>
    internal void Accept()
    {
        // All calls share this field, so write only when the value changes, which is rare.
        if (_isRejected)
            _isRejected = false;
    }
}
