namespace PortfolioGraph.Core;

/// <summary>The key of a value chart.</summary>
/// <param name="Owners">The owners, as one portfolio.</param>
/// <param name="Range">The time range of the chart.</param>
public readonly record struct ChartKey(AddressSet Owners, TimeRange Range) : IOwned;

/// <summary>Value charts. Each key is one call.</summary>
internal static class ChartDataset
{
    public static UnbatchedDataset<ChartKey, ValueChart> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Chart, static routes => routes.Chart, static (chart, source) => chart with { Source = source });
}
