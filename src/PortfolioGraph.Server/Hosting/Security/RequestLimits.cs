using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using PortfolioGraph.Redis;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Limits the concurrent requests, and the requests per minute of each API key, which include the operations on its WebSockets. A request over a limit
/// fails immediately with 503 or 429 and <c>Retry-After</c>. Responses to a key with a limit report its state in <c>RateLimit-Policy</c> and
/// <c>RateLimit</c> (IETF draft 10). If replicas share a counter, the limit of a key counts over all of them.
/// </summary>
internal sealed class RequestLimits : IConfigureOptions<RateLimiterOptions>, IDisposable
{
    private const string WindowSeconds = "60";
    private const string RequestsPerMinuteLimit = "requests_per_minute";
    private const int StoredHashBytes = 16;
    private readonly Dictionary<string, int> _limits;
    private readonly ServerMetrics _metrics;
    private readonly PartitionedRateLimiter<HttpContext> _concurrency;
    private readonly PartitionedRateLimiter<string> _perKey;

    /// <param name="settings">The limits.</param>
    /// <param name="metrics">The metrics of limits that were hit.</param>
    /// <param name="counter">The counter that replicas share. Null if this is the only one.</param>
    public RequestLimits(ServerOptions settings, ServerMetrics metrics, ISharedRequestCounter? counter = null)
    {
        _metrics = metrics;
        _limits = settings.ApiKeys.Where(key => key.RequestsPerMinute is not null).ToDictionary(key => key.Name, key => key.RequestsPerMinute!.Value, StringComparer.Ordinal);
        _concurrency = PartitionedRateLimiter.Create<HttpContext, bool>(context => RateLimitPartition.GetConcurrencyLimiter(
            IsStream(context),
            isStream => new ConcurrencyLimiterOptions { PermitLimit = isStream ? settings.MaxStreams : settings.MaxConcurrentRequests }));
        _perKey = PartitionedRateLimiter.Create<string, string>(key => _limits.TryGetValue(key, out var limit)
            ? counter is null
                ? RateLimitPartition.GetFixedWindowLimiter(key, _ => WindowOptions(limit))
                : RateLimitPartition.Get<string>(key, _ => new SharedWindowLimiter(counter, HashOf(settings.ApiKeys.First(option => option.Name == key)), WindowOptions(limit)))
            : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>Whether another request that is not a stream would be rejected.</summary>
    public bool IsOverloaded => _concurrency.GetStatistics(new DefaultHttpContext()) is { CurrentAvailablePermits: 0 };

    public void Configure(RateLimiterOptions options)
    {
        // Each operation on a WebSocket counts; opening the WebSocket does not.
        var requestsPerKey = _perKey.WithTranslatedKey<HttpContext>(context => context.WebSockets.IsWebSocketRequest ? "" : GetKeyName(context), leaveOpen: true);
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(_concurrency, requestsPerKey);
        options.OnRejected = (rejected, _) => new ValueTask(WriteRejectionAsync(rejected));
    }

    /// <summary>Counts an operation on a WebSocket as a request of its key.</summary>
    /// <param name="context">The request that opened the WebSocket.</param>
    /// <returns>The seconds until the key may send its next request; null if the operation may run.</returns>
    public async ValueTask<int?> CountOperationAsync(HttpContext context)
    {
        using var lease = await _perKey.AcquireAsync(GetKeyName(context));
        if (lease.IsAcquired)
            return null;
        _metrics.LimitHit(RequestsPerMinuteLimit);
        return GetRetryAfter(lease) ?? 1;
    }

    /// <summary>Returns the error message for a key that is over its rate limit.</summary>
    /// <param name="seconds">The seconds until the key may send its next request.</param>
    public static string FormatRateLimitMessage(int seconds) => string.Create(CultureInfo.InvariantCulture, $"Rate limit exceeded for this API key. Retry in {seconds} s.");

    /// <summary>Writes the state of the key's rate limit to the response headers, if the key has a limit.</summary>
    /// <param name="context">The request, already counted.</param>
    public void WriteHeaders(HttpContext context)
    {
        if (GetLimit(context) is not { } limit)
            return;
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={limit};w={WindowSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={_perKey.GetStatistics(GetKeyName(context))?.CurrentAvailablePermits ?? limit}");
    }

    public void Dispose()
    {
        _concurrency.Dispose();
        _perKey.Dispose();
    }

    private static FixedWindowRateLimiterOptions WindowOptions(int limit) => new() { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) };

    // What is stored does not disclose the name of the client.
    private static string HashOf(ApiKeyOptions key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(key.Hash), Encoding.UTF8.GetBytes(key.Name)).AsSpan(0, StoredHashBytes));

    // Only the rate limit knows its retry time; nothing predicts when a request in flight ends.
    private Task WriteRejectionAsync(OnRejectedContext rejected)
    {
        var context = rejected.HttpContext;
        if (GetRetryAfter(rejected.Lease) is not { } seconds)
        {
            _metrics.LimitHit(IsStream(context) ? "streams" : "concurrent_requests");
            context.Response.Headers.RetryAfter = "1";
            return ErrorResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, GraphErrorCodes.ServerOverloaded, "Too many concurrent requests. Retry in 1 s.");
        }

        _metrics.LimitHit(RequestsPerMinuteLimit);
        WriteHeaders(context);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ErrorResponse.WriteAsync(context, StatusCodes.Status429TooManyRequests, GraphErrorCodes.RateLimited, FormatRateLimitMessage(seconds));
    }

    private static int? GetRetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : null;

    // Empty if the request has no API key.
    private static string GetKeyName(HttpContext context) => context.User.Identity?.Name ?? "";

    private int? GetLimit(HttpContext context) => _limits.TryGetValue(GetKeyName(context), out var limit) ? limit : null;

    // Clients of /mcp accept event streams with every request, but its responses end with their operation.
    private static bool IsStream(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || (!McpExtensions.IsMcp(context.Request) && context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
