using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Adds the header <c>PortfolioGraph-Upstream</c> to responses with the result of at least one operation: the upstream usage of all operations of the request, as a
/// dictionary of RFC 9651. The names are those of <see cref="UpstreamReport"/>. Streams do not have the header, because they start before their operations end.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="report">Whether the sandbox serves the data.</param>
internal sealed class UpstreamHeaderMiddleware(RequestDelegate next, UpstreamReport report)
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "PortfolioGraph-Upstream";

    public async Task InvokeAsync(HttpContext context)
    {
        using var total = UpstreamUsageTotal.Begin();
        context.Response.OnStarting(() =>
        {
            if (total.Read() is { Operations: > 0 } sum && !ResponseStream.IsStream(context.Response.ContentType) && !context.WebSockets.IsWebSocketRequest)
                context.Response.Headers[HeaderName] = Format(sum);
            return Task.CompletedTask;
        });
        await next(context);
    }

    // The members without a value are absent if they are false or unknown.
    private string Format(UpstreamUsageSum sum)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"calls={sum.Calls}, cached={sum.Cached}, joined={sum.Coalesced}, stale={sum.Stale}");
        if (sum.RetryAfter is { } retryAfter)
            text += string.Create(CultureInfo.InvariantCulture, $", retry-after={(long)Math.Ceiling(retryAfter.TotalSeconds)}");
        return report.IsSandbox ? text + ", sandbox" : text;
    }
}
