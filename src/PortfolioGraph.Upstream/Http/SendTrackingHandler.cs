namespace PortfolioGraph.Upstream.Http;

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
