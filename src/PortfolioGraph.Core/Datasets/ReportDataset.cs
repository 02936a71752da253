namespace PortfolioGraph.Core;

/// <summary>The key of a report on holdings.</summary>
/// <param name="Scope">The owners, as one portfolio, and all chains or one.</param>
/// <param name="Range">The time range of profit and loss.</param>
/// <param name="IncludeClosed">Whether the report includes holdings that are no longer held.</param>
public readonly record struct ReportKey(Scope Scope, TimeRange Range, bool IncludeClosed) : IOwned
{
    AddressSet IOwned.Owners => Scope.Owners;
}

/// <summary>Reports. Each key is one call. The report of a chain is not taken from that of all chains, because its columns are unknown.</summary>
internal static class ReportDataset
{
    public static UnbatchedDataset<ReportKey, Report> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Report, static routes => routes.Report, static (report, source) => report with { Source = source });
}
