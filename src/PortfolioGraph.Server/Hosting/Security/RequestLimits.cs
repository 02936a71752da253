using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// How many requests are answered at a time, and how many a key may send in a minute, the operations on its WebSockets among them. Who is
/// beyond is told at once: 503 or 429, with <c>Retry-After</c>. A key with a limit is told where it stands in <c>RateLimit-Policy</c> and
/// <c>RateLimit</c> (the IETF's draft 10).
/// </summary>
internal sealed class RequestLimits : IConfigureOptions<RateLimiterOptions>, IDisposable
{
    private const string WholeMinute = "60";
    private readonly Dictionary<string, int> _limits;
    private readonly PartitionedRateLimiter<HttpContext> _atATime;
    private readonly PartitionedRateLimiter<string> _ofKeys;

    public RequestLimits(ServerOptions settings)
    {
        _limits = settings.ApiKeys.Where(key => key.RequestsPerMinute is not null).ToDictionary(key => key.Name, key => key.RequestsPerMinute!.Value, StringComparer.Ordinal);
        _atATime = PartitionedRateLimiter.Create<HttpContext, bool>(context => RateLimitPartition.GetConcurrencyLimiter(
            IsStream(context),
            isStream => new ConcurrencyLimiterOptions { PermitLimit = isStream ? settings.MaxStreams : settings.MaxConcurrentRequests }));
        _ofKeys = PartitionedRateLimiter.Create<string, string>(key => _limits.TryGetValue(key, out var limit)
            ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>Whether one more request, no stream, would be refused.</summary>
    public bool IsOverloaded => _atATime.GetStatistics(new DefaultHttpContext()) is { CurrentAvailablePermits: 0 };

    public void Configure(RateLimiterOptions options)
    {
        // Of a WebSocket its operations count, not that it is opened.
        var ofRequests = _ofKeys.WithTranslatedKey<HttpContext>(context => context.WebSockets.IsWebSocketRequest ? "" : KeyOf(context), leaveOpen: true);
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(_atATime, ofRequests);
        options.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected));
    }

    /// <summary>Counts an operation on a WebSocket as a request of its key.</summary>
    /// <param name="context">The socket's request.</param>
    /// <returns>In how many seconds the key may send the next, where it has sent all of its minute; null where the operation may run.</returns>
    public int? CountOperation(HttpContext context)
    {
        using var lease = _ofKeys.AttemptAcquire(KeyOf(context));
        return lease.IsAcquired ? null : WaitOf(lease) ?? 1;
    }

    /// <summary>What a key is told that has sent all the requests of its minute.</summary>
    /// <param name="seconds">When it may send the next.</param>
    public static string MinuteIsUsedUp(int seconds) => string.Create(CultureInfo.InvariantCulture, $"This key has sent all the requests of its minute; ask again in {seconds} s.");

    /// <summary>Tells a key where it stands.</summary>
    /// <param name="context">The request, already counted.</param>
    public void Describe(HttpContext context)
    {
        if (LimitOf(context) is not { } limit)
            return;
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={limit};w={WholeMinute}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={_ofKeys.GetStatistics(KeyOf(context))?.CurrentAvailablePermits ?? limit}");
    }

    public void Dispose()
    {
        _atATime.Dispose();
        _ofKeys.Dispose();
    }

    // Only the window says when it opens again: a request under way ends when it does.
    private Task RefuseAsync(OnRejectedContext rejected)
    {
        var context = rejected.HttpContext;
        if (WaitOf(rejected.Lease) is not { } seconds)
        {
            context.Response.Headers.RetryAfter = "1";
            return ErrorResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, GraphErrorCodes.Overloaded, "The server answers as many requests as it takes at a time; ask again in a second.");
        }

        Describe(context);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ErrorResponse.WriteAsync(context, StatusCodes.Status429TooManyRequests, GraphErrorCodes.RateLimited, MinuteIsUsedUp(seconds));
    }

    private static int? WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : null;

    // Empty where nobody is known.
    private static string KeyOf(HttpContext context) => context.User.Identity?.Name ?? "";

    private int? LimitOf(HttpContext context) => _limits.TryGetValue(KeyOf(context), out var limit) ? limit : null;

    private static bool IsStream(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
