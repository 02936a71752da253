using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The charts, reports, compliance checks and service status of v5.</summary>
internal sealed class V5GeneralRoutes(IV5PortfolioClient client, ChartMapper charts)
{
    public async Task<RouteResult<ValueChart>> LoadChartAsync(ChartKey key, UpstreamCallOptions options, CancellationToken ct) =>
        charts.Map("v5 general/chart", await client.GetChartAsync(key.Scope.ToQuery(), key.Range.ToWire(), options, ct).RecordCallsAsync().ConfigureAwait(false), key);

    public async Task<RouteResult<Report>> LoadReportAsync(ReportKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetReportAsync(key.Scope.ToQuery(), key.Range.ToWire(), key.IncludeClosed, options, ct).RecordCallsAsync().ConfigureAwait(false);
        return result.Response is { } response
            ? RouteResults.Of(new Report(key.Scope, key.Range, key.IncludeClosed, response.Result, response.ToProvenance().ToSource(DataSourceState.Live)), response.ToProvenance())
            : RouteResults.Failed(result.Failure!, Dataset.Report, key.Scope.Owners);
    }

    // Always one address, because it is unknown whether a response for several addresses can be split (CONTRACT, "Several addresses in one call").
    public async Task<RouteResult<ComplianceCheck>> LoadComplianceAsync(ComplianceKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var owner = AddressSet.Of(key.Address);
        var result = await client.CheckAddressesAsync(owner.ToQuery(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Compliance, owner);

        var source = response.ToProvenance().ToSource(DataSourceState.Live);
        return RouteResults.Of(
            response.Result.Denial is { } reason ? ComplianceParser.Denied(reason, source) : ComplianceParser.Parse(response.Result.Body, key.Address, source),
            response.ToProvenance());
    }

    public async Task<RouteResult<ServiceStatus>> LoadStatusAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetStatusAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        return result.Response is { } response
            ? RouteResults.Of(new ServiceStatus(response.Result.IsAvailable, response.ToProvenance().ToSource(DataSourceState.Live)), response.ToProvenance())
            : RouteResults.Failed(result.Failure!, dataset, null);
    }
}
