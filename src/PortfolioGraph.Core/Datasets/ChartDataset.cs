namespace PortfolioGraph.Core;

/// <summary>Asks for the value of owners over time.</summary>
/// <param name="Owners">Whose value, taken together.</param>
/// <param name="Range">The time looked back over.</param>
public readonly record struct ChartKey(AddressSet Owners, TimeRange Range) : IOwned;

/// <summary>The value of owners over time, loaded one key at a time.</summary>
internal static class ChartDataset
{
    public static UnbatchedDataset<ChartKey, ValueChart> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Chart, static routes => routes.Chart, static (chart, source) => chart with { Source = source });
}
