using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>The dashboard, the alerts and the page on operations have metrics that the server has.</summary>
public sealed class DeployedMetricsTests
{
    [Fact]
    public async Task Files_Should_UseExistingMetrics_When_TheyNameThoseOfThisProduct()
    {
        var names = (await ReadInstrumentsAsync()).SelectMany(DeployedMetrics.NamesOf).ToHashSet();
        var used = DeployedMetrics.ReadUsed().Where(static metric => metric.Name.StartsWith("portfoliograph_", StringComparison.Ordinal)).ToList();

        used.Select(static metric => metric.File).Distinct().ShouldBe(["alerts.yml", "portfoliograph.json", "horizontalpodautoscaler.yaml"], ignoreOrder: true);
        used.Where(metric => !names.Contains(metric.Name)).ShouldBeEmpty();
        // Everything that is measured is shown.
        var shown = used.Where(static metric => metric.File == "portfoliograph.json").Select(static metric => metric.Name).ToHashSet();
        (await ReadInstrumentsAsync()).Where(instrument => !DeployedMetrics.NamesOf(instrument).Any(shown.Contains)).Select(static instrument => instrument.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Labels_Should_BeThoseOfTheTags_When_FilesSelectByThem() =>
        DeployedMetrics.ReadUsedLabels().ShouldBe(
            ["job", "instance", "outcome", "endpoint", "dataset", "code", "limit", "le", "graphql_operation_type", "http_response_status_code"], ignoreOrder: true);

    [Fact]
    public async Task Page_Should_ListEachMetricWithItsDescription_When_TheServerHasIt()
    {
        var page = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "operations.md"));

        foreach (var instrument in await ReadInstrumentsAsync())
            page.ShouldContain($"| `{instrument.Name}` | {(instrument.Unit == "s" ? "s" : "")} | {instrument.Description!.TrimEnd('.')} |");
    }

    private static async Task<IReadOnlyList<Instrument>> ReadInstrumentsAsync()
    {
        await using var graph = await GraphServer.StartAsync();
        using var metrics = new MetricRecorder(graph.Services.GetRequiredService<IMeterFactory>());
        // Those of the rate limiter, of loads and of subscriptions exist once these services do.
        graph.Services.GetRequiredService<ICallBudgetView>();
        graph.Services.GetRequiredService<IPortfolioWatch>();
        var instruments = metrics.Instruments;
        instruments.Count.ShouldBeGreaterThan(10);
        return instruments;
    }
}
