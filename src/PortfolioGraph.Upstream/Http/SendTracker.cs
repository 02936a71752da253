using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Reports to the rate limiter when an attempt is really sent. Opening a connection, its handshake or a busy machine may delay the first byte after the permit was used.
/// Without the report the upstream would receive the next call too soon after the delayed one.
/// </summary>
internal sealed class SendTracker(CallPermit permit)
{
    private static readonly AsyncLocal<SendTracker?> CurrentTracker = new();
    private volatile bool _isTracked;

    /// <summary>The tracker of this asynchronous flow's request. Null if none was started.</summary>
    public static SendTracker? Current => CurrentTracker.Value;

    /// <summary>Starts a tracker for this asynchronous flow's next request.</summary>
    /// <param name="permit">The permit of the request. Null if it has none.</param>
    /// <returns>The tracker. Null if the rate limiter need not know when the request is sent.</returns>
    public static SendTracker? Begin(CallPermit? permit) => CurrentTracker.Value = permit?.TracksSending == true ? new SendTracker(permit) : null;

    /// <summary>Notes that a handler will report when the request is sent.</summary>
    public void StartTracking()
    {
        _isTracked = true;
        permit.MarkSending();
    }

    /// <summary>Notes that the request is sent now.</summary>
    public void MarkSent() => permit.MarkSent();

    /// <summary>Notes that sending has started. If no handler tracks the request, it counts as sent.</summary>
    public void SendStarted()
    {
        if (!_isTracked)
            permit.StopTrackingSend();
    }
}

/// <summary>The innermost handler before the network. It enables tracking, because below it a <see cref="NoRetryStream"/> reports when each request is sent.</summary>
/// <param name="network">The network handler.</param>
internal sealed class SendTrackingHandler(SocketsHttpHandler network) : DelegatingHandler(network)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SendTracker.Current?.StartTracking();
        return base.SendAsync(request, cancellationToken);
    }
}
