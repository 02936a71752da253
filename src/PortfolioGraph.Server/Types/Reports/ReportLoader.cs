using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Reports;

/// <summary>The reports of one operation.</summary>
internal static class ReportLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ReportKey, LoadResult<Report>>> GetReportByKeyAsync(
        IReadOnlyList<ReportKey> keys,
        IDatasetLoader<ReportKey, Report> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
