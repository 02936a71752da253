using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.AccessControl;
using PortfolioGraph.Server.Tests.Hosting;
using static PortfolioGraph.Server.Tests.Failures.Malformed.MalformedRequest;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>The requests that a server with the profile Trusted rejects, and the expected responses.</summary>
internal static class TrustedCases
{
    private const string Invalid = "REQUEST_INVALID";
    private const string Untrusted = "DOCUMENT_NOT_TRUSTED";
    private const string Preflight = "PREFLIGHT_REQUIRED";
    private const string BadVariable = "GRAPHQL_VARIABLE_INVALID";
    private const string Limit = "LIMIT_EXCEEDED";

    /// <summary>The responses that differ from those of the other profiles, because the server does not parse documents that are not trusted.</summary>
    private static readonly Dictionary<string, (int Status, string? Code)> Overrides = new()
    {
        ["HTTP: a GET with two documents"] = (400, Preflight),
        ["HTTP: a GET with an invalid escape"] = (400, Preflight),
        // The request does not become a WebSocket and is handled as a GET.
        ["HTTP: a socket without a key"] = (400, Preflight),
        ["body: too many tokens"] = (400, Untrusted),
        ["body: a batch of 1,001 sets of variables"] = (400, Invalid),
    };

    // The checks of graphql-cop, in its order.
    private static readonly Dictionary<string, (int Status, string? Code)> GraphQLCop = new()
    {
        ["alias overloading"] = (400, Untrusted),
        ["batch queries"] = (400, Invalid),
        ["directive overloading"] = (400, Untrusted),
        ["circular introspection"] = (400, Untrusted),
        ["field duplication"] = (400, Untrusted),
        ["queries by GET"] = (400, Preflight),
        ["mutations by GET"] = (400, Preflight),
        ["form-encoded POST"] = (415, "UNSUPPORTED_MEDIA_TYPE"),
        ["trace mode"] = (400, Untrusted),
        ["unhandled errors"] = (400, Untrusted),
        ["field suggestions"] = (400, Untrusted),
        ["introspection"] = (400, Untrusted),
        ["IDE"] = (406, "NOT_ACCEPTABLE"),
    };

    public static IEnumerable<MalformedRequest> All =>
    [
        .. TakeEveryThird("HTTP", HttpCases.All),
        .. TakeEveryThird("body", BodyCases.All),
        .. TakeEveryThird("operation", OperationCases.All.Select(row => row.Code == "REQUEST_TOO_LARGE" ? row : row with { Status = 400, Code = Untrusted, OnHotChocolate = null })),
        .. GraphQLCopCheck.All.Select(FromCheck),
        .. Documents.Concat(Ids).Select(row => row with { Name = $"document: {row.Name}" }),
    ];

    /// <summary>The names of the cases whose responses differ; a test checks that <see cref="All"/> contains them.</summary>
    public static IEnumerable<string> OverriddenNames => Overrides.Keys;

    // Variables of trusted documents are checked like all others.
    private static IEnumerable<MalformedRequest> Documents =>
    [
        .. new[] { "", "0x", Wallets.Typical[..^1], $"{Wallets.Typical} ", "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "vitalik.eth", "../../../general/status", new string('a', 10_000) }
            .Select(address => Known($"the address '{address[..Math.Min(address.Length, 50)]}'", "WalletOverview", new { address }, 400, "ADDRESS_INVALID")),
        .. new object?[] { 5, true, null, Array.Empty<int>(), new { a = 1 } }
            .Select(address => Known($"the address {JsonSerializer.Serialize(address)}", "WalletOverview", new { address }, 400, BadVariable)),
        Known("no address", "WalletOverview", new { }, 400, BadVariable),
        Known("no variables", "WalletOverview", null, 400, BadVariable),
        Known("a misspelled range", "WalletOverview", new { address = Wallets.Typical, range = "ONE_YAER" }, 400, BadVariable),
        Known("a range in another case", "WalletChart", new { address = Wallets.Typical, range = "one_day" }, 400, BadVariable),
        Known("a misspelled operation name", "WalletOverview", new { address = Wallets.Typical }, 400, "GRAPHQL_REQUEST_INVALID", operationName: "WalletOvervew"),
        .. new object[] { 0, -1, 2, int.MaxValue }.Select(chainId => Known($"the chain {chainId}", "WalletOnChain", new { address = Wallets.Typical, chainId }, 200, "CHAIN_UNSUPPORTED")),
        .. new object[] { "1", 1.5, 2_147_483_648L }.Select(chainId => Known($"the chain {JsonSerializer.Serialize(chainId)}", "WalletOnChain", new { address = Wallets.Typical, chainId }, 400, BadVariable)),
        .. new[] { -1, 501 }.Select(first => Known($"{first} tokens", "WalletTokens", new { address = Wallets.Typical, first }, 200, Limit)),
        Known("0 tokens", "WalletTokens", new { address = Wallets.Typical, first = 0 }, 200, Limit) with { OnHotChocolate = "It accepts a page size of 0." },
        Known("tokens after nonsense", "WalletTokens", new { address = Wallets.Typical, after = "nonsense" }, 200, "CURSOR_INVALID"),
        Known("a time in the future", "WalletPast", new { address = Wallets.Typical, time = "2999-01-01T00:00:00Z" }, 200, "TIME_INVALID"),
        Known("an invalid time", "WalletPast", new { address = Wallets.Typical, time = "yesterday" }, 400, BadVariable),
        Known("101 wallets", "WalletList", new { addresses = Addresses(101) }, 200, "TOO_MANY_ADDRESSES"),
        Known("100,000 wallets", "WalletList", new { addresses = Addresses(100_000) }, 413, "REQUEST_TOO_LARGE"),
        Known("a portfolio without addresses", "PortfolioOverview", new { addresses = Addresses(0) }, 200, "NO_ADDRESSES"),
        Known("a portfolio of 11 addresses", "PortfolioOverview", new { addresses = Addresses(11) }, 200, "TOO_MANY_ADDRESSES"),
        Known("variables over their limit", "WalletOverview", new { address = new string('a', 131_072) }, 400, Limit),
    ];

    private static IEnumerable<MalformedRequest> Ids
    {
        get
        {
            var id = TrustedDocument.IdOf("WalletOverview");
            const string Text = "{ __typename }";
            return
            [
                .. new[] { new string('0', 64), id[..^1], $"{id}0", $"md5:{id}", "WalletOverview", "../operations/manifest" }
                    .Select(unknown => Send($"the id '{unknown}'", new { documentId = unknown }, 400, "PERSISTED_QUERY_NOT_FOUND")),
                Send("the id ''", new { documentId = "" }, 400, "REQUEST_INVALID"),
                Send("a known id with another text", new { documentId = id, query = Text }, 400, "DOCUMENT_ID_MISMATCH"),
                Send("a text with its hash, to be stored", new { query = Text, extensions = new { persistedQuery = new { version = 1, sha256Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))) } } }, 400, Untrusted),
                Send("introspection with the id of a document", new { documentId = id, query = "{ __schema { types { name } } }" }, 400, "DOCUMENT_ID_MISMATCH"),
                Raw("a known document by GET without the header", Head($"GET /graphql?documentId={id}&variables=%7B%22address%22:%22{Wallets.Typical}%22%7D HTTP/1.1"), 400, Preflight),
                Raw("a mutation by GET", Head($"GET /graphql?documentId={TrustedDocument.IdOf("RefreshWallets")}&variables=%7B%22addresses%22:%5B%22{Wallets.Typical}%22%5D%7D HTTP/1.1", "GraphQL-Preflight: 1\r\n"), 405, "GRAPHQL_OPERATION_NOT_ALLOWED"),
                Raw("free text by GET with the header", Head("GET /graphql?query=%7B__typename%7D HTTP/1.1", "GraphQL-Preflight: 1\r\n"), 400, Untrusted),
                Raw("introspection by GET with the header", Head("GET /graphql?query=%7B__schema%7Btypes%7Bname%7D%7D%7D HTTP/1.1", "GraphQL-Preflight: 1\r\n"), 400, Untrusted),
                Streamed("free text for events", "text/event-stream", 200),
                Streamed("free text for parts", "multipart/mixed", 200),
                Raw("the schema as a file", Head("GET /graphql?sdl HTTP/1.1"), 404, "NOT_FOUND"),
            ];
        }
    }

    // The cases of an area are ordered by kind, so that every third one covers all kinds.
    private static IEnumerable<MalformedRequest> TakeEveryThird(string area, IEnumerable<MalformedRequest> rows) => rows
        .Where((_, i) => i % 3 == 1)
        .Select(row => row with { Name = $"{area}: {row.Name}" })
        .Select(row => Overrides.TryGetValue(row.Name, out var other) ? row with { Status = other.Status, Code = other.Code } : row);

    private static MalformedRequest FromCheck(GraphQLCopCheck check)
    {
        const string Debug = "X-Apollo-Tracing: 1\r\nX-Debug: 1\r\n";
        var (name, (status, code)) = ($"graphql-cop: {check.Name}", GraphQLCop[check.Name]);
        return check.Body is not null
            ? Post(name, check.Body, status, code, Debug, check.Type)
            : Raw(name, $"{check.Method} {check.Path} HTTP/1.1\r\nHost: localhost\r\nAccept: {check.Accept ?? "*/*"}\r\nConnection: close\r\n{Debug}\r\n", status, code);
    }

    private static MalformedRequest Known(string name, string document, object? variables, int status, string code, string? operationName = null) =>
        Send(name, new { documentId = TrustedDocument.IdOf(document), variables, operationName }, status, code);

    private static MalformedRequest Send(string name, object body, int status, string code) => Post(name, JsonSerializer.SerializeToUtf8Bytes(body), status, code);

    private static MalformedRequest Streamed(string name, string accept, int status)
    {
        const string Body = """{"query":"subscription { portfolioChanged(addresses: []) { time } }"}""";
        return Raw(name, $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}", status, Untrusted);
    }

    private static string[] Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"0x{i:x40}")];
}
