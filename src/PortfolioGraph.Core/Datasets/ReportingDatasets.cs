using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>The datasets beside values and holdings, each loaded subject by subject: charts, the past, reports, verdicts, the service's state.</summary>
internal static class ReportingDatasets
{
    public static UnbatchedDataset<ChartKey, ValueChart> Charts(IServiceProvider provider) =>
        Of(provider, Dataset.Chart, static routes => routes.Chart, static (chart, source) => chart with { Source = source });

    public static UnbatchedDataset<ReportKey, Report> Reports(IServiceProvider provider) =>
        Of(provider, Dataset.Report, static routes => routes.Report, static (report, source) => report with { Source = source });

    public static UnbatchedDataset<ComplianceKey, ComplianceCheck> Compliance(IServiceProvider provider) =>
        Of(provider, Dataset.Compliance, static routes => routes.Compliance, static (check, source) => check with { Source = source });

    public static UnbatchedDataset<PastKey, PastHoldings> Past(IServiceProvider provider) => Of(
        provider,
        Dataset.PastHoldings,
        static routes => routes.Past,
        static (past, source) => past with { Source = source },
        static past => past.Tokens.Failure is null && past.Positions.Failure is null);

    /// <summary>Whether the service is up. That it cannot be reached is an answer as well, and one that is true for this moment only.</summary>
    public static UnbatchedDataset<Dataset, ServiceStatus> Status(IServiceProvider provider)
    {
        var (table, runner, time) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>(), provider.GetRequiredService<TimeProvider>());
        return new UnbatchedDataset<Dataset, ServiceStatus>
        {
            Dataset = Dataset.ServiceStatus,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = async (key, ct) =>
            {
                var result = await runner.RunAsync(table.Status, key, ct).ConfigureAwait(false);
                if (result.Failure is not { Kind: LoadFailureKind.Unavailable or LoadFailureKind.Timeout })
                    return result;

                var now = new Provenance(time.GetUtcNow());
                return RouteResults.Of(new ServiceStatus(false, now.In(SourceState.Live)), now);
            },
            WithNewSource = static (status, source) => status with { Source = source },
            IsCacheable = static status => status.IsAvailable,
        };
    }

    private static UnbatchedDataset<TKey, TValue> Of<TKey, TValue>(
        IServiceProvider provider,
        Dataset dataset,
        Func<RouteTable, IReadOnlyList<Route<TKey, TValue>>> routes,
        Func<TValue, Source, TValue> restate,
        Func<TValue, bool>? isWhole = null)
        where TValue : class
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<TKey, TValue>
        {
            Dataset = dataset,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = (key, ct) => runner.RunAsync(routes(table), key, ct),
            WithNewSource = restate,
            IsComplete = isWhole ?? (static _ => true),
        };
    }
}
