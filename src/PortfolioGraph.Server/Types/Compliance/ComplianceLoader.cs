using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>The verdicts that one operation asks for.</summary>
internal static class ComplianceLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ComplianceKey, Fetched<ComplianceCheck>>> GetComplianceByKeyAsync(
        IReadOnlyList<ComplianceKey> keys,
        IDatasetSource<ComplianceKey, ComplianceCheck> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
