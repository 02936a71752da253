namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Tells the budget when an attempt really leaves. Between taking a permit and the request's first byte may lie a connection that is opened first, its handshake,
/// or a machine that is busy: the upstream sees the call that much later, and would see the next one that much too early after it.
/// </summary>
internal sealed class SendTracker(CallPermit permit)
{
    private static readonly AsyncLocal<SendTracker?> CurrentTracker = new();
    private volatile bool _isTracked;

    /// <summary>That of this asynchronous flow's request; null where none is prepared.</summary>
    public static SendTracker? Current => CurrentTracker.Value;

    /// <summary>Prepares the departure of this asynchronous flow's next request.</summary>
    /// <param name="permit">What it leaves with; null where nobody asked for one.</param>
    public static SendTracker? Begin(CallPermit? permit) => CurrentTracker.Value = permit is null ? null : new SendTracker(permit);

    /// <summary>Somebody will say when it leaves.</summary>
    public void StartTracking()
    {
        _isTracked = true;
        permit.MarkSending();
    }

    /// <summary>It leaves now.</summary>
    public void MarkSent() => permit.MarkSent();

    /// <summary>It is under way; unless somebody watches it, it counts as having left.</summary>
    public void SendStarted()
    {
        if (!_isTracked)
            permit.StopTrackingSend();
    }
}

/// <summary>Stands right before the network, where <see cref="NoRetryStream"/> sees each request leave.</summary>
/// <param name="network">The network.</param>
internal sealed class SendTrackingHandler(SocketsHttpHandler network) : DelegatingHandler(network)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SendTracker.Current?.StartTracking();
        return base.SendAsync(request, cancellationToken);
    }
}
