using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Reports;

/// <summary>The reports of one operation.</summary>
internal static class ReportLoader
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ReportKey, Fetched<Report>>> GetReportByKeyAsync(
        IReadOnlyList<ReportKey> keys,
        IDatasetSource<ReportKey, Report> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}
