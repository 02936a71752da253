using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>The datasets whose subjects are loaded one by one: each a route, a life, and where its records name their source.</summary>
internal static class UnbatchedDatasets
{
    public static UnbatchedDataset<Dataset, IReadOnlyList<T>> List<T>(
        IServiceProvider provider, Dataset dataset, Func<RouteTable, IReadOnlyList<Route<Dataset, IReadOnlyList<T>>>> routes)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<Dataset, IReadOnlyList<T>>
        {
            Dataset = dataset,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.CatalogTimeToLive,
            LoadAsync = (key, ct) => runner.RunAsync(routes(table), key, ct),
        };
    }

    public static UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable> ProfitAndLoss(IServiceProvider provider)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable>
        {
            Dataset = Dataset.ProfitAndLoss,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = async (key, ct) =>
            {
                var result = await runner.RunAsync(table.ProfitAndLoss, HoldingFacets.Returns, key, runner.StartLoad(), ct).ConfigureAwait(false);
                return result is { Failure: { } failure, Value: { } gains } ? result with { Value = WithoutReturns(gains, failure) } : result;
            },
            WithNewSource = static (figures, source) => new ProfitAndLossTable(
                figures.Total is null ? null : figures.Total with { Source = source },
                figures.ByChain.ToDictionary(static row => row.Key, row => row.Value with { Source = source })),
        };
    }

    // What was fallen back to has the gains; that the returns are missing is the first choice's failure. It counts as whole, and is kept: its two calls
    // are too dear to be made for every question while the first choice is down.
    private static ProfitAndLossTable WithoutReturns(ProfitAndLossTable gains, LoadFailure failure) => new(
        gains.Total is null ? null : gains.Total with { RoiFailure = failure },
        gains.ByChain.ToDictionary(static row => row.Key, row => row.Value with { RoiFailure = failure }));
}
