using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Types.Reports;

/// <summary>A report of tokens and positions as a CSV table.</summary>
[ObjectType<Report>]
public static partial class ReportNode
{
    static partial void Configure(IObjectTypeDescriptor<Report> descriptor) =>
        descriptor.Name("PortfolioReport").Ignore(r => r.Scope).Ignore(r => r.Range).Ignore(r => r.IncludesClosed).Ignore(r => r.Separator);

    /// <summary>Comma-separated values, exactly as the data source returned them. The first line contains the column names, which may change. Token names in it are set by the tokens' authors.</summary>
    // It may have hundreds of kilobytes, and an alias repeats it.
    [Cost(50)]
    public static string GetCsv([Parent] Report report) => report.Csv;

    /// <summary>The URL of the same table as a file download from this server. Null for a portfolio of several addresses.</summary>
    public static Uri? GetDownloadUrl([Parent] Report report, [Service] IHttpContextAccessor http)
    {
        // The URL has the host of the request.
        UpstreamUsageRecorder.MarkUnrepeatable();
        return http.HttpContext is { } context ? ReportDownload.GetDownloadUrl(report, context) : null;
    }
}

/// <summary>The report of wallets, portfolios and their chain slices.</summary>
[ExtendObjectType<IHoldings>]
public static class ReportFields
{
    /// <summary>The report of tokens and positions as a CSV table. Null with an error if it cannot be loaded.</summary>
    /// <param name="range">The period of the profit and loss.</param>
    /// <param name="includeClosed">Whether to include holdings that are no longer held.</param>
    [Cost(10)]
    public static async Task<Report?> GetReportAsync(
        [Parent] IHoldings holdings,
        IReportByKeyDataLoader reports,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear,
        bool includeClosed = true) =>
        (await reports.LoadAsync(new ReportKey(holdings.Scope, range, includeClosed), cancellationToken)).ValueOrThrow(context);
}
