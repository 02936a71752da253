using PortfolioGraph.Core;
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
        http.HttpContext is { } context ? ReportDownload.AddressOf(report, context) : null;
}
