namespace PortfolioGraph.Core;

/// <summary>Asks for the table of what owners hold.</summary>
/// <param name="Owners">Whose holdings, taken together.</param>
/// <param name="Range">The time over which profit and loss looks back.</param>
/// <param name="IncludeClosed">Whether holdings that are no longer held are wanted too.</param>
public readonly record struct ReportKey(AddressSet Owners, TimeRange Range, bool IncludeClosed) : IOwned;

/// <summary>Reports, loaded one key at a time.</summary>
internal static class ReportDataset
{
    public static UnbatchedDataset<ReportKey, Report> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Report, static routes => routes.Report, static (report, source) => report with { Source = source });
}
