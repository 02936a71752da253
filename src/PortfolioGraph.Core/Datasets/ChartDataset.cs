using Microsoft.Extensions.DependencyInjection;

namespace PortfolioGraph.Core;

/// <summary>The key of a value chart.</summary>
/// <param name="Scope">The owners, as one portfolio, and all chains or one.</param>
/// <param name="Range">The time range of the chart.</param>
public readonly record struct ChartKey(Scope Scope, TimeRange Range) : IOwned
{
    AddressSet IOwned.Owners => Scope.Owners;
}

/// <summary>Value charts. Each key is one call. A chain has a chart of its own, because a chart of all chains cannot be split.</summary>
internal static class ChartDataset
{
    public static UnbatchedDataset<ChartKey, ValueChart> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Chart, static routes => routes.Chart, static (chart, source) => chart with { Source = source }, record: provider.GetRequiredService<CatalogRecorder>().Record);
}
