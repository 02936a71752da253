using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Charts, reports, verdicts and the service's own state by v5's words.</summary>
internal sealed class V5GeneralRoutes(IV5PortfolioClient client, Charts charts)
{
    public async Task<RouteAnswer<ValueChart>> LoadChartAsync(ChartKey key, CancellationToken ct) =>
        charts.Read("v5 general/chart", await client.GetChartAsync(key.Owners.ToQuery(), key.Range.ToWire(), ct).Counted().ConfigureAwait(false), key);

    public async Task<RouteAnswer<Report>> LoadReportAsync(ReportKey key, CancellationToken ct)
    {
        var result = await client.GetReportAsync(key.Owners.ToQuery(), key.Range.ToWire(), key.IncludeClosed, ct).Counted().ConfigureAwait(false);
        return result.Response is { } answer
            ? RouteAnswers.Of(new Report(key.Owners, key.Range, key.IncludeClosed, answer.Result, answer.From().In(SourceState.Live)), answer.From())
            : RouteAnswers.Failed(result.Failure!, Dataset.Report, key.Owners);
    }

    // Always one address: whether an answer for several could be told apart is not known (CONTRACT, "Several addresses in one call").
    public async Task<RouteAnswer<ComplianceCheck>> LoadComplianceAsync(ComplianceKey key, CancellationToken ct)
    {
        var owner = AddressSet.Of(key.Address);
        var result = await client.CheckAddressesAsync(owner.ToQuery(), ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Compliance, owner);

        var source = answer.From().In(SourceState.Live);
        return RouteAnswers.Of(
            answer.Result.Denial is { } reason ? ComplianceVerdicts.Denied(reason, source) : ComplianceVerdicts.Read(answer.Result.Body, key.Address, source),
            answer.From());
    }

    public async Task<RouteAnswer<ServiceStatus>> LoadStatusAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetStatusAsync(ct).Counted().ConfigureAwait(false);
        return result.Response is { } answer
            ? RouteAnswers.Of(new ServiceStatus(answer.Result.IsAvailable, answer.From().In(SourceState.Live)), answer.From())
            : RouteAnswers.Failed(result.Failure!, dataset, null);
    }
}
