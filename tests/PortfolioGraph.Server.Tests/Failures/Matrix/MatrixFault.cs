using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>One way for the upstream to fail.</summary>
/// <param name="Category">The category of the fault.</param>
/// <param name="Name">The name of the fault.</param>
/// <param name="Code">The error code of the response; null if the fault does no harm.</param>
/// <param name="Attempts">The number of attempts for one request.</param>
/// <param name="Respond">Produces the faulty response, or fails.</param>
internal sealed partial record MatrixFault(string Category, string Name, string? Code, int Attempts, Func<RecordedResponse, FaultyUpstream, CancellationToken, Task<HttpResponseMessage>> Respond)
{
    private const string Unavailable = "UPSTREAM_UNAVAILABLE";
    private const string InvalidResponse = "UPSTREAM_BAD_ANSWER";
    private const string RateLimited = "UPSTREAM_RATE_LIMITED";
    private const string Forbidden = "UPSTREAM_FORBIDDEN";
    private const string Host = "upstream.test:8443";

    /// <summary>The fault that is a valid response of the compliance check.</summary>
    public const string Sanctioned = "403 sanctioned";

    /// <summary>Whether a fallback to the other API version can help.</summary>
    public bool CanFallBack { get; init; } = true;

    /// <summary>Whether there is no response until the request is cancelled.</summary>
    public bool Hangs { get; init; }

    /// <summary>The minimum time before the last attempt; null if there is no wait.</summary>
    public TimeSpan? MinimumWait { get; init; }

    /// <summary>The minimum <c>retryAfter</c> of the error, in seconds; null if the error has none.</summary>
    public int? RetryAfter { get; init; }

    public static IReadOnlyList<MatrixFault> All { get; } =
    [
        TooManyRequests("429 alone", 2, null) with { MinimumWait = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        TooManyRequests("429 with seconds", 2, _ => "1") with { MinimumWait = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        TooManyRequests("429 with a date", 2, now => (now + TimeSpan.FromSeconds(2)).ToString("R", CultureInfo.InvariantCulture)) with { MinimumWait = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        TooManyRequests("429 for a day", 1, _ => "86400") with { RetryAfter = 86_400 },
        TooManyRequests("429 until tomorrow", 1, now => (now + TimeSpan.FromDays(1)).ToString("R", CultureInfo.InvariantCulture)) with { RetryAfter = 86_399 },

        Status("key", 401, "UPSTREAM_REJECTED_KEY", 1) with { CanFallBack = false },
        new("key", "403 about the key", "UPSTREAM_REJECTED_KEY", 1, (_, _, _) => RespondAsync(403, $$"""{"error":"Forbidden","description":"{{Host}}: this key may not call this method"}""")) { CanFallBack = false },

        Status("forbidden", 403, Forbidden, 1) with { CanFallBack = false },
        new("forbidden", "403 page", Forbidden, 1, (_, _, _) => RespondAsync(403, $"<html><body>{Host}: bad api key? You have been blocked</body></html>", "text/html")) { CanFallBack = false },
        new("forbidden", Sanctioned, Forbidden, 1, (_, _, _) => RespondAsync(403, """{"error":"address is sanctioned"}""")) { CanFallBack = false },

        Status("rejected", 400, "UPSTREAM_REFUSED", 1) with { CanFallBack = false },
        Status("rejected", 404, "UPSTREAM_REFUSED", 1),
        Status("rejected", 422, "UPSTREAM_REFUSED", 1) with { CanFallBack = false },

        Status("5xx", 500, Unavailable, 3),
        new("5xx", "502 page", Unavailable, 3, (_, _, _) => RespondAsync(502, $"<html><body>{Host} is bad</body></html>", "text/html")),
        Status("5xx", 503, Unavailable, 3),
        Status("5xx", 504, Unavailable, 3),

        Transport("connection refused", () => new HttpRequestException(HttpRequestError.ConnectionError, $"refused ({Host})", new SocketException((int)SocketError.ConnectionRefused))),
        Transport("reset", () => new HttpRequestException(HttpRequestError.Unknown, Host, new IOException("reset", new SocketException((int)SocketError.ConnectionReset)))),
        Transport("dns", () => new HttpRequestException(HttpRequestError.NameResolutionError, $"no such host ({Host})")),
        Transport("tls", () => new HttpRequestException(HttpRequestError.SecureConnectionError, Host, new AuthenticationException(Host))),
        Body("connection", "reset within the body", Unavailable, 3, (recorded, _) => new BrokenStream(recorded.Body[..(recorded.Body.Length / 2)], _ => throw new IOException(Host))),

        new("slow", "hang", "UPSTREAM_TIMEOUT", 2, async (recorded, upstream, ct) =>
        {
            await upstream.HangAsync(ct);
            return recorded.ToResponse();
        }) { Hangs = true },
        Body("drip", "slow drip", "UPSTREAM_TIMEOUT", 2, (recorded, upstream) => new BrokenStream(recorded.Body[..1], upstream.HangAsync)) with { Hangs = true },

        Text("damaged", "malformed", InvalidResponse, 2, _ => """{"result": [}, oops"""),
        new("damaged", "invalid UTF-8", InvalidResponse, 2, (recorded, _, _) => Task.FromResult(recorded.ToResponse([.. "x\""u8, 0xC3, 0x28, .. recorded.Body]))),
        new("damaged", "truncated", InvalidResponse, 2, (recorded, _, _) => Task.FromResult(recorded.ToResponse(recorded.Body[..(recorded.Body.Length / 2)]))),
        Body("damaged", "body ends early", InvalidResponse, 2, (recorded, _) => new BrokenStream(recorded.Body[..(recorded.Body.Length / 2)], _ => throw new HttpIOException(HttpRequestError.ResponseEnded))),
        Text("damaged", "empty body", InvalidResponse, 2, _ => ""),
        Text("damaged", "null", InvalidResponse, 2, _ => "null"),
        Text("damaged", "page with 200", InvalidResponse, 2, _ => "<html><body>Welcome</body></html>"),

        Text("types", "wrong types", InvalidResponse, 1, _ => """{"result":"unexpected"}"""),
        Text("types", "nulls in numbers", null, 1, text => NumberMembers().Replace(text, "$1null")),
        Text("types", "unknown members", null, 1, text => ObjectStarts().Replace(text, "$1\"extra\":{\"more\":[1,\"2\",null]},")),
        Text("empty", "empty result", null, 1, _ => """{"result":[],"meta":null}"""),

        Body("huge", "endless body", InvalidResponse, 1, (_, _) => new BrokenStream([], null)),
        Text("huge", "100,000 nested arrays", InvalidResponse, 1, _ => new string('[', 100_000) + new string(']', 100_000)),

        new("echo", "401 with the key", "UPSTREAM_REJECTED_KEY", 1, (_, _, _) => RespondAsync(401, $"bad key {GraphServer.ApiKey}")) { CanFallBack = false },
        new("echo", "500 with the key", Unavailable, 3, (_, _, _) => RespondAsync(500, $"Traceback: Bearer {GraphServer.ApiKey}")),
        Text("echo", "200 with the key", InvalidResponse, 1, text => $"{text} {GraphServer.ApiKey}"),
        new("echo", "headers with the key", null, 1, (recorded, _, _) =>
        {
            var response = recorded.ToResponse();
            response.Headers.TryAddWithoutValidation("X-Request-Id", GraphServer.ApiKey);
            response.Headers.TryAddWithoutValidation("Server", GraphServer.ApiKey);
            return Task.FromResult(response);
        }),
    ];

    public static MatrixFault Get(string name) => All.Single(fault => fault.Name == name);

    private static MatrixFault Status(string category, int status, string code, int attempts) =>
        new(category, status.ToString(CultureInfo.InvariantCulture), code, attempts, (_, _, _) => RespondAsync(status, $$"""{"error":"{{Host}} says {{status}}"}"""));

    private static MatrixFault TooManyRequests(string name, int attempts, Func<DateTimeOffset, string>? retryAfter) => new("429", name, RateLimited, attempts, (_, upstream, _) =>
    {
        var response = CreateResponse(429, "slow down", "text/plain");
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter(upstream.Time.GetUtcNow()));
        return Task.FromResult(response);
    })
    { CanFallBack = false };

    private static MatrixFault Transport(string name, Func<Exception> fault) =>
        new("connection", name, Unavailable, 3, (_, _, _) => Task.FromException<HttpResponseMessage>(fault()));

    private static MatrixFault Text(string category, string name, string? code, int attempts, Func<string, string> body) =>
        new(category, name, code, attempts, (recorded, _, _) => Task.FromResult(recorded.ToResponse(Encoding.UTF8.GetBytes(body(Encoding.UTF8.GetString(recorded.Body))))));

    private static MatrixFault Body(string category, string name, string code, int attempts, Func<RecordedResponse, FaultyUpstream, Stream> body) =>
        new(category, name, code, attempts, (recorded, upstream, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body(recorded, upstream)) }));

    private static Task<HttpResponseMessage> RespondAsync(int status, string body, string mediaType = "application/json") => Task.FromResult(CreateResponse(status, body, mediaType));

    private static HttpResponseMessage CreateResponse(int status, string body, string mediaType) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    [GeneratedRegex("(\"(?:total|value_usd|abs_profit_usd|profit_abs_usd|roi|amount|price_usd|price_to_usd)\": ?)-?[0-9][0-9.eE+-]*")]
    private static partial Regex NumberMembers();

    [GeneratedRegex("(\\{)(?=\")")]
    private static partial Regex ObjectStarts();

    /// <summary>A body that starts with some bytes and then fails or hangs, or that continues with endless spaces.</summary>
    private sealed class BrokenStream(byte[] start, Func<CancellationToken, Task>? end) : MemoryStream(start, writable: false)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span);
            if (read > 0)
                return read;
            if (end is null)
            {
                buffer.Span.Fill((byte)' ');
                return buffer.Length;
            }

            await end(cancellationToken);
            return 0;
        }
    }
}
