using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>The charts and service status of v4.</summary>
internal sealed class V4GeneralRoutes(IV4PortfolioClient client, ChartMapper charts)
{
    public async Task<RouteResult<ValueChart>> LoadChartAsync(ChartKey key, UpstreamCallOptions options, CancellationToken ct) =>
        charts.Map("v4 general/value_chart", await client.GetValueChartAsync(key.Scope.ToQuery(), key.Range.ToWire(), options, ct).RecordCallsAsync().ConfigureAwait(false), key);

    public async Task<RouteResult<ServiceStatus>> LoadStatusAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetAvailabilityAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        return result.Response is { } response
            ? RouteResults.Of(new ServiceStatus(response.Result, response.ToProvenance().ToSource(DataSourceState.Live)), response.ToProvenance())
            : RouteResults.Failed(result.Failure!, dataset, null);
    }
}
