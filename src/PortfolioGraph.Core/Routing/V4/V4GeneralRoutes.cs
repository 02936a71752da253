using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Charts and the service's own state by v4's words.</summary>
internal sealed class V4GeneralRoutes(IV4PortfolioClient client, Charts charts)
{
    public async Task<RouteAnswer<ValueChart>> LoadChartAsync(ChartKey key, CancellationToken ct) =>
        charts.Read(await client.GetValueChartAsync(key.Owners.ToQuery(), key.Range.ToWire(), ct).Counted().ConfigureAwait(false), key);

    public async Task<RouteAnswer<ServiceStatus>> LoadStatusAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetAvailabilityAsync(ct).Counted().ConfigureAwait(false);
        return result.Answer is { } answer
            ? RouteAnswers.Of(new ServiceStatus(answer.Result, new Source(SourceState.Live, answer.AsOf)), answer.AsOf)
            : RouteAnswers.Failed(result.Failure!, dataset, null);
    }
}
