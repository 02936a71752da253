using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Charts;

/// <summary>The charts of one operation.</summary>
internal static class ChartLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ChartKey, LoadResult<ValueChart>>> GetChartByKeyAsync(
        IReadOnlyList<ChartKey> keys,
        IDatasetLoader<ChartKey, ValueChart> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
