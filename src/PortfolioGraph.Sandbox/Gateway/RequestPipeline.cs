using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.WebUtilities;
using PortfolioGraph.Sandbox.Wire;
using PortfolioGraph.Sandbox.World;
using Route = PortfolioGraph.Sandbox.Wire.Route;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>Handles a call in four steps: log, gateway (key and rate limit), faults, service (parameters and response).</summary>
internal sealed class RequestPipeline(SandboxOptions options, CallLog log, TimeProvider time, CancellationToken stopping)
{
    public const string Prefix = "/portfolio/portfolio";

    private const string LogPath = "/_sandbox/calls";

    private static readonly Dictionary<string, Route> RoutesByPath = Routes.All.ToDictionary(r => r.Path, StringComparer.Ordinal);

    private readonly RateLimiter _limiter = new(time);
    private long _requestCount;

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path == LogPath)
        {
            await SendAsync(http, new Response(200, Response.Json, WriteCallLog()), http.RequestAborted).ConfigureAwait(false);
            return;
        }

        var requestId = NextRequestId();
        http.Response.Headers["X-Request-Id"] = requestId;
        // The host's own header has the machine's time, which is not that of a sandbox with another clock.
        http.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var query = ReadQuery(http.Request);
        var key = ReadKey(http.Request);
        var route = path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[(Prefix.Length + 1)..] : path;
        var number = log.Add(new SandboxCall(route, query, key is not null, null, time.GetUtcNow()));

        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await RespondAsync(http, new IncomingCall(number, route, query, key, requestId), aborted.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            log.MarkFinished();
        }
    }

    private async Task RespondAsync(HttpContext http, IncomingCall call, CancellationToken ct)
    {
        var rejection = CheckKeyAndLimit(call);
        var fault = rejection is null ? options.Faults.Match(call.Path, call.Addresses) : null;
        if (fault?.Kind == FaultKind.Reset)
        {
            http.Abort();
            return;
        }

        if (options.Latency > TimeSpan.Zero)
            await Task.Delay(options.Latency, time, ct).ConfigureAwait(false);
        if (fault?.Kind is FaultKind.Slow)
            await Task.Delay(fault.Delay, time, ct).ConfigureAwait(false);
        if (fault?.Kind is FaultKind.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ct).ConfigureAwait(false);

        var response = rejection ?? Serve(http.Request.Method, call, fault?.Kind == FaultKind.MissingAddress);
        if (fault is not null)
            response = ApplyFault(response, fault, call);
        log.SetStatus(call.Number, response.Status);
        await SendAsync(http, response, ct, fault).ConfigureAwait(false);
    }

    private Response? CheckKeyAndLimit(IncomingCall call)
    {
        if (options.RequireKey && (call.Key is null || (options.Keys.Count > 0 && !options.Keys.Contains(call.Key))))
            return GatewayResponses.Status(401, call.RequestId);
        if (_limiter.TryAcquire(call.Key ?? "", options.CallsPerSecond, options.Burst, out var seconds))
            return null;
        return GatewayResponses.Status(429, call.RequestId) with
        {
            RetryAfter = GatewayResponses.FormatRetryAfter(options.RetryAfter, seconds, time.GetUtcNow()),
        };
    }

    private Response Serve(string method, IncomingCall call, bool omitsLastAddress)
    {
        if (!RoutesByPath.TryGetValue(call.Path, out var route))
            return GatewayResponses.NotFound;
        if (method != HttpMethods.Get)
            return GatewayResponses.MethodNotAllowed;

        var parser = new QueryParser(call.Query);
        var parameters = parser.Parse(route.QueryParameters);
        if (parser.Errors.Count > 0)
            return ValidationResponses.Invalid(parser.Errors);
        if (parameters.ChainId is { } chain && !IsSupported(chain))
            return GatewayResponses.Error(400, "Bad Request", $"chain {chain.ToString(CultureInfo.InvariantCulture)} is not supported", call.RequestId);
        if (parameters.Addresses.FirstOrDefault(a => !IsAddress(a)) is not null)
            return GatewayResponses.Error(400, "Bad Request", "one of the addresses is not an address", call.RequestId);
        if (omitsLastAddress)
            parameters = parameters with { Addresses = [.. parameters.Addresses.SkipLast(1)] };
        return EnvelopeWriter.CreateResponse(new RouteRequest(route, parameters, options, time.GetUtcNow()));
    }

    private Response ApplyFault(Response response, SandboxFault fault, IncomingCall call)
    {
        var faulty = FaultInjector.Apply(response, fault, call.RequestId, call.Key);
        return fault.Kind == FaultKind.Status && fault.Status is 429 or 503
            ? faulty with { RetryAfter = GatewayResponses.FormatRetryAfter(fault.RetryAfter ?? options.RetryAfter, fault.RetryAfterSeconds, time.GetUtcNow()) }
            : faulty;
    }

    private async Task SendAsync(HttpContext http, Response response, CancellationToken ct, SandboxFault? fault = null)
    {
        var target = http.Response;
        target.StatusCode = response.Status;
        target.ContentType = response.ContentType;
        if (response.RetryAfter is { } retryAfter)
            target.Headers.RetryAfter = retryAfter;
        if (fault?.Kind == FaultKind.Drip)
        {
            for (var i = 0; i < response.Body.Length; i++)
            {
                await Task.Delay(fault.Delay, time, ct).ConfigureAwait(false);
                await target.Body.WriteAsync(response.Body.Slice(i, 1), ct).ConfigureAwait(false);
                await target.Body.FlushAsync(ct).ConfigureAwait(false);
            }

            return;
        }

        if (fault?.Kind == FaultKind.Huge)
            await PadAsync(target.Body, fault.Bytes, ct).ConfigureAwait(false);
        else
            target.ContentLength = response.Body.Length;
        await target.Body.WriteAsync(response.Body, ct).ConfigureAwait(false);
    }

    private static async Task PadAsync(Stream body, long bytes, CancellationToken ct)
    {
        var spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        for (var remaining = bytes; remaining > 0; remaining -= spaces.Length)
            await body.WriteAsync(spaces.AsMemory(0, (int)Math.Min(remaining, spaces.Length)), ct).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> WriteCallLog() => JsonBody.Write(json => json.Array(log.Calls, call => json.Object(() =>
    {
        json.Writer.WriteString("call", call.ToString());
        json.Integer("status", call.Status);
        json.Writer.WriteString("time", call.Time);
    })));

    // Seeded with the call's number, so that every run yields the same ids in the same order.
    private string NextRequestId()
    {
        var random = new SeededRandom((ulong)Interlocked.Increment(ref _requestCount));
        return $"{random.Next():x16}{random.Next():x16}".Insert(20, "-").Insert(16, "-").Insert(12, "-").Insert(8, "-");
    }

    private static bool IsSupported(BigInteger chain) => chain > 0 && chain <= long.MaxValue && Chains.IsSupported((long)chain);

    private static bool IsAddress(string lower) => lower.StartsWith("0x", StringComparison.Ordinal) && lower.Skip(2).All(char.IsAsciiHexDigitLower);

    private static List<KeyValuePair<string, string>> ReadQuery(HttpRequest request)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            pairs.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return pairs;
    }

    private static string? ReadKey(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        const string Scheme = "Bearer ";
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header[Scheme.Length..].Trim() is { Length: > 0 } key ? key : null;
    }

    private sealed record IncomingCall(long Number, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, string? Key, string RequestId)
    {
        public IReadOnlyList<string> Addresses => [.. Query.Where(p => p.Key == "addresses").Select(p => p.Value)];
    }
}
