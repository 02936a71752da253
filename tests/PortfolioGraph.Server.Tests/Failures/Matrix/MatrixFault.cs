using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>One way of TROUBLE, section 1, for the upstream to fail.</summary>
/// <param name="Row">The row of that table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">The code that a client gets; null where the answer is as good as it can be.</param>
/// <param name="Calls">How many calls of one request it takes.</param>
/// <param name="Play">Makes the answer, or none.</param>
internal sealed partial record MatrixFault(string Row, string Name, string? Code, int Calls, Func<RecordedResponse, FaultyUpstream, CancellationToken, Task<HttpResponseMessage>> Play)
{
    private const string Unavailable = "UPSTREAM_UNAVAILABLE";
    private const string BadAnswer = "UPSTREAM_BAD_ANSWER";
    private const string RateLimited = "UPSTREAM_RATE_LIMITED";
    private const string Forbidden = "UPSTREAM_FORBIDDEN";
    private const string Host = "upstream.test:8443";

    /// <summary>The fault that is an answer where verdicts are asked for.</summary>
    public const string Sanctioned = "403 sanctioned";

    /// <summary>Whether another version is worth asking.</summary>
    public bool AnotherMayHelp { get; init; } = true;

    /// <summary>Whether no answer comes until the request is given up.</summary>
    public bool Hangs { get; init; }

    /// <summary>How much time passes before the last attempt at least; null where none does.</summary>
    public TimeSpan? Waits { get; init; }

    /// <summary>The <c>retryAfter</c> of the error, in seconds, at least; null where it says none.</summary>
    public int? RetryAfter { get; init; }

    public static IReadOnlyList<MatrixFault> All { get; } =
    [
        Limited("429 alone", 2, null) with { Waits = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        Limited("429 with seconds", 2, _ => "1") with { Waits = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        Limited("429 with a date", 2, now => (now + TimeSpan.FromSeconds(2)).ToString("R", CultureInfo.InvariantCulture)) with { Waits = TimeSpan.FromSeconds(1), RetryAfter = 1 },
        Limited("429 for a day", 1, _ => "86400") with { RetryAfter = 86_400 },
        Limited("429 until tomorrow", 1, now => (now + TimeSpan.FromDays(1)).ToString("R", CultureInfo.InvariantCulture)) with { RetryAfter = 86_399 },

        Status("key", 401, "UPSTREAM_REJECTED_KEY", 1) with { AnotherMayHelp = false },
        new("key", "403 about the key", "UPSTREAM_REJECTED_KEY", 1, (_, _, _) => Give(403, $$"""{"error":"Forbidden","description":"{{Host}}: this key may not call this method"}""")) { AnotherMayHelp = false },

        Status("forbidden", 403, Forbidden, 1) with { AnotherMayHelp = false },
        new("forbidden", "403 page", Forbidden, 1, (_, _, _) => Give(403, $"<html><body>{Host}: bad api key? You have been blocked</body></html>", "text/html")) { AnotherMayHelp = false },
        new("forbidden", Sanctioned, Forbidden, 1, (_, _, _) => Give(403, """{"error":"address is sanctioned"}""")) { AnotherMayHelp = false },

        Status("refused", 400, "UPSTREAM_REFUSED", 1) with { AnotherMayHelp = false },
        Status("refused", 404, "UPSTREAM_REFUSED", 1),
        Status("refused", 422, "UPSTREAM_REFUSED", 1) with { AnotherMayHelp = false },

        Status("5xx", 500, Unavailable, 3),
        new("5xx", "502 page", Unavailable, 3, (_, _, _) => Give(502, $"<html><body>{Host} is bad</body></html>", "text/html")),
        Status("5xx", 503, Unavailable, 3),
        Status("5xx", 504, Unavailable, 3),

        Transport("nobody listens", () => new HttpRequestException(HttpRequestError.ConnectionError, $"refused ({Host})", new SocketException((int)SocketError.ConnectionRefused))),
        Transport("reset", () => new HttpRequestException(HttpRequestError.Unknown, Host, new IOException("reset", new SocketException((int)SocketError.ConnectionReset)))),
        Transport("dns", () => new HttpRequestException(HttpRequestError.NameResolutionError, $"no such host ({Host})")),
        Transport("tls", () => new HttpRequestException(HttpRequestError.SecureConnectionError, Host, new AuthenticationException(Host))),
        Body("connection", "reset within the body", Unavailable, 3, (truth, _) => new BrokenStream(truth.Body[..(truth.Body.Length / 2)], _ => throw new IOException(Host))),

        new("slow", "hang", "UPSTREAM_TIMEOUT", 2, async (truth, upstream, ct) =>
        {
            await upstream.HangAsync(ct);
            return truth.ToResponse();
        }) { Hangs = true },
        Body("drip", "slow drip", "UPSTREAM_TIMEOUT", 2, (truth, upstream) => new BrokenStream(truth.Body[..1], upstream.HangAsync)) with { Hangs = true },

        Text("damaged", "malformed", BadAnswer, 2, _ => """{"result": [}, oops"""),
        new("damaged", "invalid UTF-8", BadAnswer, 2, (truth, _, _) => Task.FromResult(truth.ToResponse([.. "x\""u8, 0xC3, 0x28, .. truth.Body]))),
        new("damaged", "truncated", BadAnswer, 2, (truth, _, _) => Task.FromResult(truth.ToResponse(truth.Body[..(truth.Body.Length / 2)]))),
        Body("damaged", "body ends early", BadAnswer, 2, (truth, _) => new BrokenStream(truth.Body[..(truth.Body.Length / 2)], _ => throw new HttpIOException(HttpRequestError.ResponseEnded))),
        Text("damaged", "empty body", BadAnswer, 2, _ => ""),
        Text("damaged", "null", BadAnswer, 2, _ => "null"),
        Text("damaged", "page with 200", BadAnswer, 2, _ => "<html><body>Welcome</body></html>"),

        Text("types", "wrong types", BadAnswer, 1, _ => """{"result":"unexpected"}"""),
        Text("types", "nulls in numbers", null, 1, text => Figures().Replace(text, "$1null")),
        Text("types", "unknown members", null, 1, text => Objects().Replace(text, "$1\"extra\":{\"more\":[1,\"2\",null]},")),
        Text("empty", "empty result", null, 1, _ => """{"result":[],"meta":null}"""),

        Body("huge", "endless body", BadAnswer, 1, (_, _) => new BrokenStream([], null)),
        Text("huge", "100,000 nested arrays", BadAnswer, 1, _ => new string('[', 100_000) + new string(']', 100_000)),

        new("echo", "401 with the key", "UPSTREAM_REJECTED_KEY", 1, (_, _, _) => Give(401, $"bad key {GraphServer.ApiKey}")) { AnotherMayHelp = false },
        new("echo", "500 with the key", Unavailable, 3, (_, _, _) => Give(500, $"Traceback: Bearer {GraphServer.ApiKey}")),
        Text("echo", "200 with the key", BadAnswer, 1, text => $"{text} {GraphServer.ApiKey}"),
        new("echo", "headers with the key", null, 1, (truth, _, _) =>
        {
            var response = truth.ToResponse();
            response.Headers.TryAddWithoutValidation("X-Request-Id", GraphServer.ApiKey);
            response.Headers.TryAddWithoutValidation("Server", GraphServer.ApiKey);
            return Task.FromResult(response);
        }),
    ];

    public static MatrixFault Named(string name) => All.Single(fault => fault.Name == name);

    private static MatrixFault Status(string row, int status, string code, int calls) =>
        new(row, status.ToString(CultureInfo.InvariantCulture), code, calls, (_, _, _) => Give(status, $$"""{"error":"{{Host}} says {{status}}"}"""));

    private static MatrixFault Limited(string name, int calls, Func<DateTimeOffset, string>? retryAfter) => new("429", name, RateLimited, calls, (_, upstream, _) =>
    {
        var response = Of(429, "slow down", "text/plain");
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter(upstream.Time.GetUtcNow()));
        return Task.FromResult(response);
    })
    { AnotherMayHelp = false };

    private static MatrixFault Transport(string name, Func<Exception> fault) =>
        new("connection", name, Unavailable, 3, (_, _, _) => Task.FromException<HttpResponseMessage>(fault()));

    private static MatrixFault Text(string row, string name, string? code, int calls, Func<string, string> body) =>
        new(row, name, code, calls, (truth, _, _) => Task.FromResult(truth.ToResponse(Encoding.UTF8.GetBytes(body(Encoding.UTF8.GetString(truth.Body))))));

    private static MatrixFault Body(string row, string name, string code, int calls, Func<RecordedResponse, FaultyUpstream, Stream> body) =>
        new(row, name, code, calls, (truth, upstream, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body(truth, upstream)) }));

    private static Task<HttpResponseMessage> Give(int status, string body, string mediaType = "application/json") => Task.FromResult(Of(status, body, mediaType));

    private static HttpResponseMessage Of(int status, string body, string mediaType) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    [GeneratedRegex("(\"(?:total|value_usd|abs_profit_usd|profit_abs_usd|roi|amount|price_usd|price_to_usd)\": ?)-?[0-9][0-9.eE+-]*")]
    private static partial Regex Figures();

    [GeneratedRegex("(\\{)(?=\")")]
    private static partial Regex Objects();

    /// <summary>A body that ends in trouble: first some bytes, then what the fault does; or spaces without end.</summary>
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
