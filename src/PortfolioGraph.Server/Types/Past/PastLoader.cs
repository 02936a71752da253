using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Past;

/// <summary>The moments of the past that one operation asks for.</summary>
internal static class PastLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<PastKey, Fetched<PastHoldings>>> GetPastByKeyAsync(
        IReadOnlyList<PastKey> keys,
        IDatasetSource<PastKey, PastHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
