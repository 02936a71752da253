namespace PortfolioGraph.Upstream.Http;

/// <summary>Stands right before the network, where <see cref="OnceSentStream"/> sees each request leave.</summary>
/// <param name="network">The network.</param>
internal sealed class DepartureHandler(SocketsHttpHandler network) : DelegatingHandler(network)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Departure.OfFlow?.Watch();
        return base.SendAsync(request, cancellationToken);
    }
}
