using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// HTTP's words for the age of data (RFC 9111). A request's <c>Cache-Control: no-cache</c> or <c>max-age</c> is heeded down to the data source; the answer says how old
/// its oldest part is (<c>Age</c>), for how long it would be given again without a call (<c>Cache-Control: max-age</c>, counted from the same moment), and which
/// state of the data it shows (<c>ETag</c>; whoever writes the answer leaves it out where the client holds that state). An answer that is not whole, or shows data past its
/// time, is not to be stored.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="time">The clock that ages are told by.</param>
internal sealed class CacheHeadersMiddleware(RequestDelegate next, TimeProvider time)
{
    private const int TagBytes = 16;
    private const string NoStore = "no-store";

    public async Task InvokeAsync(HttpContext context)
    {
        using var freshness = FreshnessTracker.Begin(WantedAge(context.Request));
        context.Features.Set(freshness);
        context.Response.OnStarting(() =>
        {
            Describe(context, freshness.Read());
            return Task.CompletedTask;
        });
        await next(context);
    }

    /// <summary>The entity tag of the state of the data that an answer shows; null where it shows none, or is not to be stored.</summary>
    /// <param name="context">The request, all of its data loaded.</param>
    public static string? TagOf(HttpContext context) =>
        context.Features.Get<FreshnessTracker>()?.Read() is { OldestAsOf: not null } served && !IsNotToBeStored(served) ? TagOf(context.Request, served) : null;

    private static TimeSpan? WantedAge(HttpRequest request) => request.GetTypedHeaders().CacheControl switch
    {
        { NoCache: true } or { NoStore: true } => TimeSpan.Zero,
        { MaxAge: { } age } => age,
        _ => null,
    };

    private void Describe(HttpContext context, ServedFreshness served)
    {
        var headers = context.Response.Headers;
        // What failed is not to be stored either; the writer of the answer says so.
        if (context.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified) || headers.CacheControl == NoStore)
            return;

        if (IsNotToBeStored(served) || IsStream(context.Response.ContentType))
        {
            headers.CacheControl = NoStore;
            headers.ETag = StringValues.Empty;
        }
        else if (served is { OldestAsOf: { } oldest, Remaining: { } remaining })
        {
            var age = (long)Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds);
            headers.Age = age.ToString(CultureInfo.InvariantCulture);
            headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={age + (long)remaining.TotalSeconds}");
            headers.ETag = TagOf(context.Request, served);
        }
    }

    // Of events and parts the headers go out before the data of the rest is known.
    private static bool IsStream(string? contentType) => contentType is not null
        && (contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase));

    private static bool IsNotToBeStored(ServedFreshness served) => served.IsIncomplete || served.Remaining == TimeSpan.Zero;

    // What was asked, and the moment of each part that went into the answer: the same again is the same answer.
    private static string TagOf(HttpRequest request, ServedFreshness served)
    {
        var text = new StringBuilder().Append(request.Path).Append(request.QueryString);
        foreach (var (subject, asOf) in served.Parts)
            text.Append(CultureInfo.InvariantCulture, $"\n{subject} {asOf.UtcTicks}");
        return $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, TagBytes))}\"";
    }
}
