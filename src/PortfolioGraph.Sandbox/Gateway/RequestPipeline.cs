using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.WebUtilities;
using PortfolioGraph.Sandbox.Wire;
using PortfolioGraph.Sandbox.World;
using Route = PortfolioGraph.Sandbox.Wire.Route;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>The way of a call: the log, the gateway (key, limit), the faults, the service (parameters, answer).</summary>
internal sealed class RequestPipeline(SandboxOptions options, CallLog log, TimeProvider time, CancellationToken stopping)
{
    public const string Prefix = "/portfolio/portfolio";

    private const string LogPath = "/_sandbox/calls";

    private static readonly Dictionary<string, Route> ByPath = Routes.All.ToDictionary(r => r.Path, StringComparer.Ordinal);

    private readonly RateLimiter _limiter = new(time);
    private long _requests;

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path == LogPath)
        {
            await SendAsync(http, new Response(200, Response.Json, CallLogBody()), http.RequestAborted).ConfigureAwait(false);
            return;
        }

        var requestId = NextRequestId();
        http.Response.Headers["X-Request-Id"] = requestId;
        var query = Query(http.Request);
        var key = Key(http.Request);
        var route = path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[(Prefix.Length + 1)..] : path;
        var number = log.Add(new SandboxCall(route, query, key is not null, null, time.GetUtcNow()));

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await AnswerAsync(http, new IncomingCall(number, route, query, key, requestId), end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            log.End();
        }
    }

    private async Task AnswerAsync(HttpContext http, IncomingCall call, CancellationToken ct)
    {
        var refusal = Gate(call);
        var fault = refusal is null ? options.Faults.Take(call.Path, call.Addresses) : null;
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

        var reply = refusal ?? Serve(http.Request.Method, call, fault?.Kind == FaultKind.MissingAddress);
        if (fault is not null)
            reply = Spoil(reply, fault, call);
        log.SetStatus(call.Number, reply.Status);
        await SendAsync(http, reply, ct, fault).ConfigureAwait(false);
    }

    private Response? Gate(IncomingCall call)
    {
        if (options.RequireKey && (call.Key is null || (options.Keys.Count > 0 && !options.Keys.Contains(call.Key))))
            return GatewayResponses.Status(401, call.RequestId);
        if (_limiter.TryTake(call.Key ?? "", options.CallsPerSecond, options.Burst, out var seconds))
            return null;
        return GatewayResponses.Status(429, call.RequestId) with
        {
            RetryAfter = GatewayResponses.RetryAfter(options.RetryAfter, seconds, time.GetUtcNow()),
        };
    }

    private Response Serve(string method, IncomingCall call, bool forgetsLastAddress)
    {
        if (!ByPath.TryGetValue(call.Path, out var route))
            return GatewayResponses.NotFound;
        if (method != HttpMethods.Get)
            return GatewayResponses.MethodNotAllowed;

        var reader = new QueryParser(call.Query);
        var asked = reader.Read(route.Reads);
        if (reader.Errors.Count > 0)
            return ValidationResponses.Invalid(reader.Errors);
        if (asked.ChainId is { } chain && !IsSupported(chain))
            return GatewayResponses.Error(400, "Bad Request", $"chain {chain.ToString(CultureInfo.InvariantCulture)} is not supported", call.RequestId);
        if (asked.Addresses.FirstOrDefault(a => !IsAddress(a)) is not null)
            return GatewayResponses.Error(400, "Bad Request", "one of the addresses is not an address", call.RequestId);
        if (forgetsLastAddress)
            asked = asked with { Addresses = [.. asked.Addresses.SkipLast(1)] };
        return EnvelopeWriter.Reply(new RouteRequest(route, asked, options, time.GetUtcNow()));
    }

    private Response Spoil(Response truth, SandboxFault fault, IncomingCall call)
    {
        var spoilt = FaultInjector.Spoil(truth, fault, call.RequestId, call.Key);
        return fault.Kind == FaultKind.Status && fault.Status is 429 or 503
            ? spoilt with { RetryAfter = GatewayResponses.RetryAfter(fault.RetryAfter ?? options.RetryAfter, fault.RetryAfterSeconds, time.GetUtcNow()) }
            : spoilt;
    }

    private async Task SendAsync(HttpContext http, Response reply, CancellationToken ct, SandboxFault? fault = null)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        if (reply.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = retryAfter;
        if (fault?.Kind == FaultKind.Drip)
        {
            for (var i = 0; i < reply.Body.Length; i++)
            {
                await Task.Delay(fault.Delay, time, ct).ConfigureAwait(false);
                await response.Body.WriteAsync(reply.Body.Slice(i, 1), ct).ConfigureAwait(false);
                await response.Body.FlushAsync(ct).ConfigureAwait(false);
            }

            return;
        }

        if (fault?.Kind == FaultKind.Huge)
            await PadAsync(response.Body, fault.Bytes, ct).ConfigureAwait(false);
        else
            response.ContentLength = reply.Body.Length;
        await response.Body.WriteAsync(reply.Body, ct).ConfigureAwait(false);
    }

    private static async Task PadAsync(Stream body, long bytes, CancellationToken ct)
    {
        var spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        for (var rest = bytes; rest > 0; rest -= spaces.Length)
            await body.WriteAsync(spaces.AsMemory(0, (int)Math.Min(rest, spaces.Length)), ct).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> CallLogBody() => JsonBody.Write(json => json.Array(log.Calls, call => json.Object(() =>
    {
        json.Writer.WriteString("call", call.ToString());
        json.Integer("status", call.Status);
        json.Writer.WriteString("time", call.Time);
    })));

    // the same numbers in the same order after every start
    private string NextRequestId()
    {
        var draw = new SeededRandom((ulong)Interlocked.Increment(ref _requests));
        return $"{draw.Next():x16}{draw.Next():x16}".Insert(20, "-").Insert(16, "-").Insert(12, "-").Insert(8, "-");
    }

    private static bool IsSupported(BigInteger chain) => chain > 0 && chain <= long.MaxValue && Chains.IsSupported((long)chain);

    private static bool IsAddress(string lower) => lower.StartsWith("0x", StringComparison.Ordinal) && lower.Skip(2).All(char.IsAsciiHexDigitLower);

    private static List<KeyValuePair<string, string>> Query(HttpRequest request)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            pairs.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return pairs;
    }

    private static string? Key(HttpRequest request)
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
