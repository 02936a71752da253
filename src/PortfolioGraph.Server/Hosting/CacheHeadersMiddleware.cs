using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Implements HTTP caching headers (RFC 9111). <c>Cache-Control: no-cache</c> or <c>max-age</c> of a request applies to the caches of this server and of the data source.
/// </summary>
/// <remarks>
/// In a response, <c>Age</c> is the age of the oldest data. <c>Cache-Control: max-age</c> is the time from that moment until a repeated request would cause a call.
/// <c>ETag</c> identifies the state of the data; the endpoints respond 304 if the client has that state. Incomplete responses and responses with stale data must not be stored.
/// </remarks>
/// <param name="next">The next middleware.</param>
/// <param name="time">The clock for the age of data.</param>
internal sealed class CacheHeadersMiddleware(RequestDelegate next, TimeProvider time)
{
    private const int TagBytes = 16;
    private const string NoStore = "no-store";

    public async Task InvokeAsync(HttpContext context)
    {
        using var freshness = FreshnessTracker.Begin(ReadMaxAge(context.Request));
        context.Features.Set(freshness);
        context.Response.OnStarting(() =>
        {
            WriteHeaders(context, freshness);
            return Task.CompletedTask;
        });
        await next(context);
    }

    /// <summary>Returns the entity tag of the data in the response. Null if the response has no data or must not be stored.</summary>
    /// <param name="context">The request, after all of its data is loaded.</param>
    public static string? GetETag(HttpContext context) =>
        context.Features.Get<FreshnessTracker>() is { } freshness && freshness.Read() is { OldestAsOf: not null } served && !MustNotBeStored(served) ? GetETag(context.Request, freshness) : null;

    private static TimeSpan? ReadMaxAge(HttpRequest request) => request.GetTypedHeaders().CacheControl switch
    {
        { NoCache: true } or { NoStore: true } => TimeSpan.Zero,
        { MaxAge: { } age } => age,
        _ => null,
    };

    private void WriteHeaders(HttpContext context, FreshnessTracker freshness)
    {
        var served = freshness.Read();
        var headers = context.Response.Headers;
        // Failures must not be stored either; the writer of such a response has set no-store.
        if (context.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified) || headers.CacheControl == NoStore)
            return;

        if (MustNotBeStored(served) || ResponseStream.IsStream(context.Response.ContentType))
        {
            headers.CacheControl = NoStore;
            headers.ETag = StringValues.Empty;
        }
        else if (served is { OldestAsOf: { } oldest, Remaining: { } remaining })
        {
            var age = (long)Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds);
            headers.Age = age.ToString(CultureInfo.InvariantCulture);
            headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={age + (long)remaining.TotalSeconds}");
            // No cache stores a response to a POST under its body, so its tag could not be used.
            if (!HttpMethods.IsPost(context.Request.Method))
                headers.ETag = GetETag(context.Request, freshness);
        }
    }

    private static bool MustNotBeStored(ServedFreshness served) => served.IsIncomplete || served.Remaining == TimeSpan.Zero;

    // Hash the request and the time of each part of the data. Equal hashes mean equal responses.
    private static string GetETag(HttpRequest request, FreshnessTracker freshness)
    {
        var text = new StringBuilder().Append(request.Path).Append(request.QueryString);
        foreach (var (subject, asOf) in freshness.ReadParts())
            text.Append(CultureInfo.InvariantCulture, $"\n{subject} {asOf.UtcTicks}");
        return $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, TagBytes))}\"";
    }
}
