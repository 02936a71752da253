using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>The lists of supported chains and protocols, each loaded by one call.</summary>
internal static class CatalogDatasets
{
    public static UnbatchedDataset<Dataset, IReadOnlyList<T>> Create<T>(
        IServiceProvider provider, Dataset dataset, Func<RouteTable, IReadOnlyList<Route<Dataset, IReadOnlyList<T>>>> routes, Action<IReadOnlyList<T>>? record = null)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<Dataset, IReadOnlyList<T>>
        {
            Dataset = dataset,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.CatalogTimeToLive,
            Record = record ?? (static _ => { }),
            LoadAsync = (key, options, ct) => runner.RunAsync(routes(table), key, options, ct),
        };
    }
}
