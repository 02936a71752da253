using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// A wallet's report as a file, <c>/report/{address}.csv</c>, from the dataset and the cache that the graph's field reads. Parameters, both with the field's defaults:
/// <c>range</c> (as the graph spells it) and <c>includeClosed</c>.
/// </summary>
/// <remarks>
/// The file is meant for spreadsheets: it begins with a byte order mark, and cells that a spreadsheet would run are made text (<see cref="CsvInjection"/>), because the
/// names in it are set by tokens' authors. Programs that need the data source's own bytes read the graph's <c>csv</c>.
/// </remarks>
internal static class ReportDownload
{
    /// <summary>Where the files are.</summary>
    public const string Folder = "/report";

    private const char ByteOrderMark = '\uFEFF';
    private const string Route = Folder + "/{address}.csv";

    /// <summary>Maps the download.</summary>
    /// <param name="app">The application.</param>
    public static void MapReportDownload(this IEndpointRouteBuilder app) => app.MapMethods(Route, [HttpMethods.Get, HttpMethods.Head], ServeAsync);

    /// <summary>The absolute address of a report's file on this server; null for several addresses taken together, which have none, and if the request names no host.</summary>
    /// <param name="report">The report.</param>
    /// <param name="context">The request that asks.</param>
    public static Uri? AddressOf(Report report, HttpContext context) =>
        report.Owners.Addresses is [var address]
        && PublicAddress.Of(context) is { } server
        && Uri.TryCreate($"{server}{Folder}/{address.Value}.csv?range={NameOf(report.Range)}&includeClosed={(report.IncludesClosed ? "true" : "false")}", UriKind.Absolute, out var file)
            ? file
            : null;

    private static async Task<IResult> ServeAsync(string address, HttpContext context, IDatasetLoader<ReportKey, Report> reports)
    {
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (!Address.TryParse(address, out var owner))
            return Refused("The address is not 0x and 40 hexadecimal digits, all in one case or with a valid EIP-55 checksum.", GraphErrorCodes.AddressInvalid);
        if (RangeIn(context.Request.Query["range"]) is not { } range)
            return Refused($"The parameter range must be one of {string.Join(", ", Enum.GetValues<TimeRange>().Select(NameOf))}.", GraphErrorCodes.RequestInvalid);
        if (FlagIn(context.Request.Query["includeClosed"]) is not { } includeClosed)
            return Refused("The parameter includeClosed must be true or false.", GraphErrorCodes.RequestInvalid);

        var key = new ReportKey(AddressSet.Of(owner), range, includeClosed);
        var fetched = (await reports.LoadAsync([key], context.RequestAborted))[key];
        return fetched.Failure is { } failure ? Failed(failure, context.Response) : Served(fetched.Value!, owner, context);
    }

    private static IResult Served(Report report, Address owner, HttpContext context)
    {
        var name = $"portfolio-{owner.Value}-{NameOf(report.Range)}.csv".ToLowerInvariant();
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        // Spreadsheets read a file without the mark in the encoding of the machine, and accented names break.
        var file = ByteOrderMark + CsvInjection.Escape(report.Csv.TrimStart(ByteOrderMark), report.Separator);
        // The framework leaves the file out where the client holds what has this tag.
        var tag = CacheHeadersMiddleware.TagOf(context);
        return Results.File(
            Encoding.UTF8.GetBytes(file),
            "text/csv; charset=utf-8",
            entityTag: tag is null ? null : EntityTagHeaderValue.Parse(tag));
    }

    private static IResult Failed(LoadFailure failure, HttpResponse response)
    {
        if (failure.RetryAfter is { } wait)
            response.Headers.RetryAfter = Seconds(wait);
        var (code, message) = LoadErrors.Describe(failure);
        var mayPass = failure.Kind is LoadFailureKind.RateLimited or LoadFailureKind.BudgetExhausted or LoadFailureKind.Unavailable or LoadFailureKind.Timeout;
        return Problem(mayPass ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway, message, code);
    }

    private static IResult Refused(string message, string code) => Problem(StatusCodes.Status400BadRequest, message, code);

    private static IResult Problem(int status, string message, string code) =>
        Results.Problem(message, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private static string Seconds(TimeSpan span) => Math.Max(0, Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static TimeRange? RangeIn(StringValues text) => text.Count switch
    {
        0 => TimeRange.OneYear,
        1 => Enum.GetValues<TimeRange>().Cast<TimeRange?>().FirstOrDefault(range => NameOf(range!.Value) == text),
        _ => null,
    };

    private static bool? FlagIn(StringValues text) => text.Count == 0 ? true : text == "true" ? true : text == "false" ? false : null;

    private static string NameOf(TimeRange range) => range switch
    {
        TimeRange.OneDay => "ONE_DAY",
        TimeRange.OneWeek => "ONE_WEEK",
        TimeRange.OneMonth => "ONE_MONTH",
        TimeRange.OneYear => "ONE_YEAR",
        TimeRange.ThreeYears => "THREE_YEARS",
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    };
}
