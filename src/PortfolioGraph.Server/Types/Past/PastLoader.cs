using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Past;

/// <summary>The moments of the past that one operation asks for.</summary>
internal static class PastLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<PastKey, LoadResult<PastHoldings>>> GetPastByKeyAsync(
        IReadOnlyList<PastKey> keys,
        IDatasetLoader<PastKey, PastHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
