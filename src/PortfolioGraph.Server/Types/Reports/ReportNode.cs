using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Types.Reports;

/// <summary>Tokens and positions as a table.</summary>
[ObjectType<Report>]
public static partial class ReportNode
{
    static partial void Configure(IObjectTypeDescriptor<Report> descriptor) =>
        descriptor.Ignore(r => r.Owners).Ignore(r => r.Range).Ignore(r => r.IncludesClosed).Ignore(r => r.Separator);

    /// <summary>Where the same table can be downloaded from this server as a file. Null for several addresses taken together.</summary>
    public static Uri? GetDownloadUrl([Parent] Report report, [Service] IHttpContextAccessor http) =>
        http.HttpContext is { } context ? ReportDownload.GetDownloadUrl(report, context) : null;
}

/// <summary>The table of what wallets and portfolios hold.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class ReportFields
{
    /// <summary>Tokens and positions as a table. Null with an error where it cannot be loaded.</summary>
    /// <param name="range">The time over which profit and loss looks back.</param>
    /// <param name="includeClosed">Whether holdings that are no longer held are in it.</param>
    [Cost(10)]
    public static async Task<Report?> GetReportAsync(
        [Parent] IMultiChainHoldings holdings,
        IReportByKeyDataLoader reports,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear,
        bool includeClosed = true) =>
        (await reports.LoadAsync(new ReportKey(holdings.Scope.Owners, range, includeClosed), cancellationToken)).ValueOrThrow(context);
}
