using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>The verdicts that one operation asks for.</summary>
internal static class ComplianceLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ComplianceKey, LoadResult<ComplianceCheck>>> GetComplianceByKeyAsync(
        IReadOnlyList<ComplianceKey> keys,
        IDatasetLoader<ComplianceKey, ComplianceCheck> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
