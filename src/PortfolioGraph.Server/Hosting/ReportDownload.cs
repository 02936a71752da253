using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// A wallet's report as a file, <c>/report/{address}.csv</c>, from the same dataset and cache as the <c>report</c> field of the graph. The query parameters are
/// <c>range</c> (spelled as in the graph) and <c>includeClosed</c>, both with the defaults of that field, and <c>chainId</c> for the holdings on one chain.
/// </summary>
/// <remarks>
/// The file is meant for spreadsheets. It starts with a byte order mark. Cells that a spreadsheet would run as formulas become text (<see cref="CsvInjection"/>),
/// because they contain names that the authors of tokens choose. Programs that need the unchanged text of the data source read <c>csv</c> in the graph.
/// </remarks>
internal static class ReportDownload
{
    /// <summary>The path below which the files are served.</summary>
    public const string PathPrefix = "/report";

    private const char ByteOrderMark = '\uFEFF';
    private const string Route = PathPrefix + "/{address}.csv";

    /// <summary>Maps the endpoint of the files.</summary>
    /// <param name="app">The application.</param>
    public static void MapReportDownload(this IEndpointRouteBuilder app) => app.MapMethods(Route, [HttpMethods.Get, HttpMethods.Head], ServeAsync);

    /// <summary>Returns the absolute URL of a report's file on this server. Null if the report covers several addresses, or if the request has no host.</summary>
    /// <param name="report">The report.</param>
    /// <param name="context">The request for the URL.</param>
    public static Uri? GetDownloadUrl(Report report, HttpContext context) =>
        report.Scope.Owners.Addresses is [var address]
        && PublicBaseUrl.Get(context) is { } server
        && Uri.TryCreate($"{server}{PathPrefix}/{address.Value}.csv?range={FormatRange(report.Range)}&includeClosed={(report.IncludesClosed ? "true" : "false")}{FormatChain(report.Scope.ChainId, "&chainId=")}", UriKind.Absolute, out var file)
            ? file
            : null;

    private static async Task<IResult> ServeAsync(string address, HttpContext context, IDatasetLoader<ReportKey, Report> reports, ICatalog catalog)
    {
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (!Address.TryParse(address, out var owner))
            return BadRequest("The address must be 0x followed by 40 hexadecimal digits, all in one case or with a valid EIP-55 checksum.", GraphErrorCodes.AddressInvalid);
        if (ParseRange(context.Request.Query["range"]) is not { } range)
            return BadRequest($"The parameter range must be one of {string.Join(", ", Enum.GetValues<TimeRange>().Select(FormatRange))}.", EngineErrorCodes.HttpRequestInvalid);
        if (ParseFlag(context.Request.Query["includeClosed"]) is not { } includeClosed)
            return BadRequest("The parameter includeClosed must be true or false.", EngineErrorCodes.HttpRequestInvalid);
        if (!TryParseChain(context.Request.Query["chainId"], out var chainId))
            return BadRequest("The parameter chainId must be the id of a chain.", EngineErrorCodes.HttpRequestInvalid);

        using var usage = UpstreamUsageRecorder.Begin();
        if (chainId is { } id && !catalog.IsKnownChain(id))
        {
            var chain = await catalog.FindChainAsync(id, context.RequestAborted);
            if (chain.Failure is { } unknown)
                return FailureResult(unknown, context.Response);
            if (chain.Value is null)
                return BadRequest(string.Create(CultureInfo.InvariantCulture, $"Chain {id} is not supported."), GraphErrorCodes.ChainUnsupported);
        }

        var key = new ReportKey(new Scope(AddressSet.Of(owner), chainId), range, includeClosed);
        var loaded = (await reports.LoadAsync([key], context.RequestAborted))[key];
        return loaded.Failure is { } failure ? FailureResult(failure, context.Response) : FileResult(loaded.Value!, owner, context);
    }

    private static IResult FileResult(Report report, Address owner, HttpContext context)
    {
        var name = $"portfolio-{owner.Value}{FormatChain(report.Scope.ChainId, "-chain-")}-{FormatRange(report.Range)}.csv".ToLowerInvariant();
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        // Without the byte order mark, spreadsheets read the file in the local encoding, which breaks accented names.
        var file = ByteOrderMark + CsvInjection.Escape(report.Csv.TrimStart(ByteOrderMark), report.Separator);
        // The framework responds 304 without the file if the client has the version with this tag.
        var tag = CacheHeadersMiddleware.GetETag(context);
        return Results.File(
            Encoding.UTF8.GetBytes(file),
            "text/csv; charset=utf-8",
            entityTag: tag is null ? null : EntityTagHeaderValue.Parse(tag));
    }

    private static IResult FailureResult(LoadFailure failure, HttpResponse response)
    {
        if (failure.RetryAfter is { } wait)
            response.Headers.RetryAfter = FormatSeconds(wait);
        var (code, message) = LoadErrors.Describe(failure);
        var isTemporary = failure.Kind is LoadFailureKind.RateLimited or LoadFailureKind.BudgetExhausted or LoadFailureKind.Unavailable or LoadFailureKind.Timeout;
        return Problem(isTemporary ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway, message, code);
    }

    private static IResult BadRequest(string message, string code) => Problem(StatusCodes.Status400BadRequest, message, code);

    private static IResult Problem(int status, string message, string code) =>
        Results.Problem(message, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private static string FormatSeconds(TimeSpan span) => Math.Max(0, Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static TimeRange? ParseRange(StringValues text) => text.Count switch
    {
        0 => TimeRange.OneYear,
        1 => Enum.GetValues<TimeRange>().Cast<TimeRange?>().FirstOrDefault(range => FormatRange(range!.Value) == text),
        _ => null,
    };

    private static bool? ParseFlag(StringValues text) => text.Count == 0 ? true : text == "true" ? true : text == "false" ? false : null;

    private static bool TryParseChain(StringValues text, out int? chainId)
    {
        chainId = text.Count == 1 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        return text.Count == 0 || chainId is not null;
    }

    private static string FormatChain(int? chainId, string prefix) => chainId is { } id ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{id}") : "";

    private static string FormatRange(TimeRange range) => range switch
    {
        TimeRange.OneDay => "ONE_DAY",
        TimeRange.OneWeek => "ONE_WEEK",
        TimeRange.OneMonth => "ONE_MONTH",
        TimeRange.OneYear => "ONE_YEAR",
        TimeRange.ThreeYears => "THREE_YEARS",
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    };
}
