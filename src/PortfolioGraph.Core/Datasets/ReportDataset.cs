namespace PortfolioGraph.Core;

/// <summary>The key of a report on holdings.</summary>
/// <param name="Owners">The owners, as one portfolio.</param>
/// <param name="Range">The time range of profit and loss.</param>
/// <param name="IncludeClosed">Whether the report includes holdings that are no longer held.</param>
public readonly record struct ReportKey(AddressSet Owners, TimeRange Range, bool IncludeClosed) : IOwned;

/// <summary>Reports. Each key is one call.</summary>
internal static class ReportDataset
{
    public static UnbatchedDataset<ReportKey, Report> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Report, static routes => routes.Report, static (report, source) => report with { Source = source });
}
