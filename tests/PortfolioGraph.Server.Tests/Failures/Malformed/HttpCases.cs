using System.Text;
using static PortfolioGraph.Server.Tests.Failures.Malformed.MalformedRequest;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>Requests with an error before the body: in request lines, headers, methods, paths, upgrades or connections.</summary>
internal static class HttpCases
{
    private const string Get = "GET /graphql?query=%7B__typename%7D HTTP/1.1";
    private const string Body = """{"query":"{ __typename }"}""";
    private const string Json = "Content-Type: application/json\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    public static IEnumerable<MalformedRequest> All => [.. Lines, .. Headers, .. Smuggling, .. Methods, .. Paths, .. Upgrades, .. HalfClosed];

    private static IEnumerable<MalformedRequest> Lines =>
    [
        Raw("no HTTP at all", "hello\r\n\r\n", 400),
        Raw("a TLS ClientHello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", 400),
        Raw("null bytes", "\0\0\0\0\r\n\r\n", 400),
        Raw("a line without a version", "GET /graphql\r\n\r\n", 400),
        Raw("HTTP/0.9", "GET /graphql HTTP/0.9\r\n\r\n", 505),
        Raw("HTTP/1.2", Head("GET /graphql HTTP/1.2"), 505),
        Raw("HTTP/2.0 as text", Head("GET /graphql HTTP/2.0"), 505),
        Raw("HTTP/3", Head("GET /graphql HTTP/3"), 400),
        Raw("http in lower case", Head("GET /graphql http/1.1"), 505),
        Raw("a version that is not a number", Head("GET /graphql HTTP/x.y"), 505),
        Raw("two spaces in the line", Head("GET  /graphql HTTP/1.1"), 400),
        Raw("no target", Head("GET HTTP/1.1"), 400),
        Raw("a target without a slash", Head("GET graphql HTTP/1.1"), 405),
        Raw("a null byte in the target", Head("GET /graph\0ql HTTP/1.1"), 400),
        Raw("an escaped null byte in the path", Head("GET /graphql%00 HTTP/1.1"), 400),
        Raw("bytes beyond ASCII in the target", Head("GET /graphql\u00e4\u00f6 HTTP/1.1"), 400),
        Raw("a star for GET", Head("GET * HTTP/1.1"), 405),
        Raw("a target of 9 KB", Head($"GET /graphql?query={new string('a', 9_000)} HTTP/1.1"), 414),
        Raw("another host in an absolute target", Head("GET http://elsewhere.example/graphql?query=%7B__typename%7D HTTP/1.1"), 400),
        Raw("an invalid absolute target", Head("GET http:///graphql HTTP/1.1"), 400),
        Raw("an authority for GET", Head("GET localhost:80 HTTP/1.1"), 405),
        Raw("a proxy's CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n", 405),
    ];

    private static IEnumerable<MalformedRequest> Headers =>
    [
        Raw("no host", $"{Get}\r\nConnection: close\r\n\r\n", 400),
        Raw("two hosts", Head(Get, "Host: elsewhere.example\r\n"), 400),
        Raw("a host with a space", $"{Get}\r\nHost: local host\r\n\r\n", 400),
        Raw("a host with a path", $"{Get}\r\nHost: localhost/graphql\r\n\r\n", 400),
        Raw("a host with a user", $"{Get}\r\nHost: user@localhost\r\n\r\n", 400),
        Raw("a host with an invalid port", $"{Get}\r\nHost: localhost:port\r\n\r\n", 400),
        Raw("a header without a colon", Head(Get, "Nonsense\r\n"), 400),
        Raw("a header without a name", Head(Get, ": nonsense\r\n"), 400),
        Raw("a space before the colon", Head(Get, "X-Nonsense : 1\r\n"), 400),
        Raw("a folded header", Head(Get, "X-Nonsense: 1\r\n 2\r\n"), 400),
        Raw("a header with a null byte", Head(Get, "X-Nonsense: a\0b\r\n"), 400),
        Raw("a header with a bare CR", Head(Get, "X-Nonsense: a\rb\r\n"), 400),
        Raw("a name with bytes beyond ASCII", Head(Get, "X-N\u00f6: 1\r\n"), 400),
        Raw("200 headers", Head(Get, string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: {i}\r\n"))), 431),
        Raw("a header of 33 KB", Head(Get, $"X-Long: {new string('a', 33 * 1024)}\r\n"), 431),
        Raw("a header of 1 MB", Head(Get, $"X-Long: {new string('a', 1024 * 1024)}\r\n"), 431),
        Raw("an Accept that cannot be parsed", $"{Get}\r\nHost: localhost\r\nAccept: ;;\r\nConnection: close\r\n\r\n", 400, "REQUEST_INVALID"),
        Raw("an Accept without a supported media type", $"{Get}\r\nHost: localhost\r\nAccept: image/png\r\nConnection: close\r\n\r\n", 406, "NOT_ACCEPTABLE"),
        Raw("a page of another site", Head(Get, "Origin: https://elsewhere.example\r\n"), 403, "ORIGIN_NOT_ALLOWED"),
        Raw("a null origin", Head(Get, "Origin: null\r\n"), 403, "ORIGIN_NOT_ALLOWED"),
        Raw("a frame of another site", Head(Get, "Sec-Fetch-Site: cross-site\r\n"), 403, "ORIGIN_NOT_ALLOWED"),
    ];

    private static IEnumerable<MalformedRequest> Smuggling =>
    [
        Raw("a length and chunks", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: 4\r\n{Chunked}") + Chunk(Body), 400, "REQUEST_INVALID"),
        Raw("chunks and a length", Head("POST /graphql HTTP/1.1", $"{Json}{Chunked}Content-Length: {Chunk(Body).Length}\r\n") + Chunk(Body), 400, "REQUEST_INVALID"),
        Raw("two lengths", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: {Body.Length}\r\nContent-Length: 4\r\n") + Body, 400),
        Raw("a list of lengths", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: {Body.Length}, 4\r\n") + Body, 400),
        Raw("a negative length", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: -1\r\n") + Body, 400),
        Raw("a length in hexadecimal", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: 0x1a\r\n") + Body, 400),
        Raw("a length beyond 64 bits", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: 99999999999999999999\r\n") + Body, 400),
        Raw("an unknown transfer coding", Head("POST /graphql HTTP/1.1", $"{Json}Transfer-Encoding: xchunked\r\n") + Chunk(Body), 400),
        Raw("chunked not as the last transfer coding", Head("POST /graphql HTTP/1.1", $"{Json}Transfer-Encoding: chunked, gzip\r\n") + Chunk(Body), 400),
        Raw("identity and chunks", Head("POST /graphql HTTP/1.1", $"{Json}Transfer-Encoding: identity\r\n") + Chunk(Body), 400),
        Raw("a chunk size that is not a number", Head("POST /graphql HTTP/1.1", Json + Chunked) + $"zz\r\n{Body}\r\n0\r\n\r\n", 400, "REQUEST_INVALID"),
        .. new[] { "80000000", "ffffffff", "100000000", "7fffffffffffffff", "fffffffffffffffff" }
            .Select(size => Raw($"a chunk size of {size}", Head("POST /graphql HTTP/1.1", Json + Chunked) + $"{size}\r\n{Body}\r\n0\r\n\r\n", 400, "REQUEST_INVALID")),
        Raw("a second chunk size beyond 32 bits", Head("POST /graphql HTTP/1.1", Json + Chunked) + $"{Body.Length:x}\r\n{Body}\r\n100000000\r\n", 400, "REQUEST_INVALID"),
        Raw("a negative chunk", Head("POST /graphql HTTP/1.1", Json + Chunked) + $"-1\r\n{Body}\r\n0\r\n\r\n", 400, "REQUEST_INVALID"),
        Raw("a chunk longer than its size", Head("POST /graphql HTTP/1.1", Json + Chunked) + $"4\r\n{Body}\r\n0\r\n\r\n", 400, "REQUEST_INVALID"),
        Raw("a POST without a length", Head("POST /graphql HTTP/1.1", Json) + Body, 400, "REQUEST_INVALID"),
        Raw("HTTP/1.0 without a length", $"POST /graphql HTTP/1.0\r\n{Json}\r\n{Body}", 400),
        Raw("HTTP/1.0 with chunks", $"POST /graphql HTTP/1.0\r\n{Json}{Chunked}\r\n{Chunk(Body)}", 400, "REQUEST_INVALID"),
    ];

    private static IEnumerable<MalformedRequest> Methods =>
    [
        .. new[] { "PATCH", "TRACE", "FOO", "PROPFIND" }.Select(method => Raw($"the method {method}", Head($"{method} /graphql HTTP/1.1"), 405, "METHOD_NOT_ALLOWED")),
        Raw("a method with a null byte", Head("G\0T /graphql HTTP/1.1"), 400),
        Raw("a method in brackets", Head("(GET) /graphql HTTP/1.1"), 400),
        Raw("a mutation by GET", Head($"GET /graphql?query=mutation%7BrefreshWallets(addresses:%5B%22{Hosting.Wallets.Typical}%22%5D)%7B__typename%7D%7D HTTP/1.1"), 405, "GRAPHQL_OPERATION_NOT_ALLOWED"),
        Raw("a GET without a document", Head("GET /graphql HTTP/1.1"), 400, "REQUEST_INVALID"),
        Raw("a GET with two documents", Head("GET /graphql?query=%7Ba%7D&query=%7Bb%7D HTTP/1.1"), 400, "REQUEST_INVALID"),
        Raw("a GET with variables that are not JSON", Head("GET /graphql?query=%7B__typename%7D&variables=nonsense HTTP/1.1"), 400, "REQUEST_INVALID"),
        Raw("a GET with variables that are a list", Head("GET /graphql?query=%7B__typename%7D&variables=%5B%5D HTTP/1.1"), 400, "REQUEST_INVALID"),
        Raw("a GET with an invalid escape", Head("GET /graphql?query=%7B__typename%7 HTTP/1.1"), 400, "GRAPHQL_SYNTAX"),
    ];

    private static IEnumerable<MalformedRequest> Paths =>
    [
        Raw("a path above the endpoint", Head("GET /graphql/../secrets HTTP/1.1"), 404),
        Raw("an unknown file of the IDE", Head("GET /graphql/nothing.js HTTP/1.1"), 404, "NOT_FOUND"),
        Raw("an escaped parent path", Head("GET /graphql/%2e%2e/%2e%2e/etc/passwd HTTP/1.1"), 404),
        Raw("a parent path that is escaped twice", Head("GET /graphql/..%252f..%252fetc/passwd HTTP/1.1"), 404, "NOT_FOUND"),
        Raw("a path with backslashes", Head("GET /graphql/..\\..\\etc\\passwd HTTP/1.1"), 404, "NOT_FOUND"),
        Raw("a report of an invalid address", Head("GET /report/nonsense.csv HTTP/1.1"), 400),
        Raw("a report of an invalid range", Head($"GET /report/{Hosting.Wallets.Typical}.csv?range=nonsense HTTP/1.1"), 400),
        Raw("an unknown path", Head("GET /nothing HTTP/1.1"), 404),
    ];

    // A WebSocket without a supported subprotocol is accepted and then closed with 4406, because scripts in browsers can read that code.
    private static IEnumerable<MalformedRequest> Upgrades =>
    [
        Raw("a socket without a key", Upgrade(key: ""), 400, "REQUEST_INVALID"),
        Raw("a socket with a short key", Upgrade(key: "Sec-WebSocket-Key: c2hvcnQ=\r\n"), 400, "REQUEST_INVALID"),
        Raw("a socket of an unsupported version", Upgrade(version: "Sec-WebSocket-Version: 8\r\n"), 400, "REQUEST_INVALID"),
        Raw("a socket of a page of another site", Upgrade(more: "Origin: https://elsewhere.example\r\n"), 403, "ORIGIN_NOT_ALLOWED"),
        Raw("a socket by POST", Upgrade(line: "POST /graphql HTTP/1.1", more: "Content-Length: 0\r\n"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        Raw("an upgrade to an unknown protocol", $"{Get[..4]}/graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: nonsense\r\n\r\n", 400, "REQUEST_INVALID"),
        Raw("a socket with no subprotocol", Upgrade(protocol: ""), 101),
        Raw("a socket with the old subprotocol", Upgrade(protocol: "Sec-WebSocket-Protocol: graphql-ws\r\n"), 101),
        Raw("a socket with unknown subprotocols", Upgrade(protocol: "Sec-WebSocket-Protocol: nonsense, soap\r\n"), 101),
        Raw("a socket with invalid frames", Upgrade() + "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", 101),
        Raw("a socket with a frame without a mask", Upgrade() + "\u0081\u0002{}", 101),
    ];

    private static IEnumerable<MalformedRequest> HalfClosed =>
    [
        Raw("nothing, then the end", "", Closed) with { IsHalfClosed = true },
        Raw("half a line, then the end", "POST /gra", 400) with { IsHalfClosed = true, MayBeClosed = true },
        Raw("half the headers, then the end", "POST /graphql HTTP/1.1\r\nHost: loc", 400) with { IsHalfClosed = true, MayBeClosed = true },
        Raw("a length greater than the body", Head("POST /graphql HTTP/1.1", $"{Json}Content-Length: {Body.Length + 10}\r\n") + Body, Closed) with { IsHalfClosed = true },
        Raw("chunks without an end", Head("POST /graphql HTTP/1.1", Json + Chunked) + Chunk(Body)[..^5], Closed) with { IsHalfClosed = true },
        Raw("half a chunk", Head("POST /graphql HTTP/1.1", Json + Chunked) + "ff\r\n{", Closed) with { IsHalfClosed = true },
        Raw("a chunk size alone", Head("POST /graphql HTTP/1.1", Json + Chunked) + "f", Closed) with { IsHalfClosed = true },
    ];

    private static string Upgrade(
        string line = "GET /graphql HTTP/1.1",
        string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        string version = "Sec-WebSocket-Version: 13\r\n",
        string protocol = "Sec-WebSocket-Protocol: graphql-transport-ws\r\n",
        string more = "") => $"{line}\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n{key}{version}{protocol}{more}\r\n";

    private static string Chunk(string body) => $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n0\r\n\r\n";
}
