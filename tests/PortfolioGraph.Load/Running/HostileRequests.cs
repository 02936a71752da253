using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PortfolioGraph.Load.Running;

/// <summary>Requests that attack the server.</summary>
internal static class HostileRequests
{
    // The limit in every profile.
    private const int MaxBody = 256 * 1024;
    private const int MiB = 1024 * 1024;
    private const string UniqueMarker = "##000000";
    private const string Json = "Content-Type: application/json\r\n";
    private static readonly string Head = $"POST /graphql HTTP/1.1\r\nHost: localhost\r\n{Json}";
    private static readonly byte[] Spaces = [.. Enumerable.Repeat((byte)' ', 64 * 1024)];
    private static readonly byte[] Chunk = [.. "10000\r\n"u8, .. Spaces, .. "\r\n"u8];
    private static readonly byte[] Bomb = Gzip(64 * MiB);

    // Without escapes for quotes and signs, because escapes would enlarge the document.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bodies and heads that are too large or inconsistent.</summary>
    public static IReadOnlyList<Attack> BadBodies { get; } =
    [
        Attack.FromBytes("one byte over the limit", 413, Requests.Post("""{"query":"{ __typename }"}""".PadRight(MaxBody + 1))),
        new("100 MB", [413], (connection, ct) => SendRepeatedlyAsync(connection, $"{Head}Content-Length: {100 * MiB}\r\n\r\n", Spaces, 100 * MiB, ct)),
        Attack.FromBytes("100 MB that are announced but not sent", 413, Encoding.ASCII.GetBytes($"{Head}Content-Length: {100 * MiB}\r\n\r\n")),
        new("endless chunks", [413], (connection, ct) => SendRepeatedlyAsync(connection, $"{Head}Transfer-Encoding: chunked\r\n\r\n", Chunk, 200L * MiB, ct)),
        Attack.FromBytes("a gzip bomb", 415, [.. Encoding.ASCII.GetBytes($"{Head}Content-Encoding: gzip\r\nContent-Length: {Bomb.Length}\r\n\r\n"), .. Bomb]),
        Attack.FromBytes("a length that is too small", 400, Encoding.ASCII.GetBytes($"{Head}Content-Length: 10\r\n\r\n{{\"query\":\"{{ __typename }}\"}}")),
        new("a length that is too large", [0, 400], async (connection, ct) =>
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes($"{Head}Content-Length: 1000\r\n\r\n{{"), ct);
            connection.ShutdownSend();
        }),
        Attack.FromBytes("a header of 1 MB", 431, Encoding.ASCII.GetBytes($"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', MiB)}\r\n\r\n")),
        Attack.FromBytes("100,000 nested lists", 400, Requests.Post(new string('[', 100_000))),
        Attack.FromBytes("100,000 nested lists in the variables", 400, Requests.Post($$$"""{"query":"{ __typename }","variables":{"a":{{{new string('[', 100_000)}}}{{{new string(']', 100_000)}}}}}""")),
    ];

    /// <summary>A body that is sent at one byte per second.</summary>
    public static Attack SlowBody { get; } = new("slow bodies", [408], async (connection, ct) =>
    {
        var isOpen = await connection.SendAsync(Encoding.ASCII.GetBytes($"{Head}Content-Length: 1000\r\n\r\n{{"), ct);
        for (var i = 0; i < 60 && isOpen; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            isOpen = await connection.SendAsync(" "u8.ToArray(), ct);
        }
    });

    /// <summary>Malformed requests, and documents as large and as expensive as the limits allow. The responses contain errors.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Invalid { get; } =
    [
        ("invalid JSON", Post("nonsense")),
        ("no document", Post("{}")),
        ("half a document", Document("{ wallet(")),
        ("an unknown field", Document("{ walet }")),
        ("an invalid address", Document("{ wallet(address: \"0x12\") { valueUsd } }")),
        ("101 wallets", Document("query($a: [Address!]!) { wallets(addresses: $a) { valueUsd } }", new { a = GetWallets(101) })),
        ("as many wallets as fit into the variables", Document("query($a: [Address!]!) { wallets(addresses: $a) { valueUsd } }", new { a = GetWallets(2_800) })),
        ("wrong values in variables", Document("query($a: [Address!]!) { wallets(addresses: $a) { valueUsd } }", new { a = Enumerable.Repeat("", 40_000).ToArray() })),
        ("a list of wrong values", Document($"{{ wallets(addresses: [{Join(19_000, _ => "\"\"")}]) {{ valueUsd }} }}")),
        ("aliases", Document($"{{ {Join(6_000, i => $"a{i}: __typename")} }}")),
        ("one field many times, with different arguments", Document($"{{ {Join(1_900, i => $"chain(chainId: {i}) {{ name }}")} }}")),
        ("unknown fields", Document($"{{ {Join(19_000, i => $"walle{i}")} }}")),
        ("unknown arguments", Document($"{{ chain({Join(6_000, i => $"i{i}: 1")}) {{ name }} }}")),
        ("nesting", Document(string.Concat(Enumerable.Repeat("{ node(id: 1) ", 3_000)))),
        ("nested lists", Document($"{{ wallets(addresses: {new string('[', 19_000)}")),
        ("directives", Document($"{{ {Join(900, _ => "__typename @include(if: true) @skip(if: false) @a @b @c")} }}")),
        ("operations over shared fragments", Document($"{Join(50, i => $"query Q{i} {{ wallet(address: \"0x0000000000000000000000000000000000000001\") {{ ...F0 }} }}")} {Join(249, i => $"fragment F{i} on Wallet {{ id ...F{i + 1} }}")} fragment F249 on Wallet {{ id }}")),
        ("operations with variables over shared fragments", Document(
            $"{Join(50, i => $"query Q{i}({Join(32, v => $"$v{v}: Boolean!")}) {{ wallet(address: \"0x0000000000000000000000000000000000000001\") {{ ...F0 }} }}")} {Join(300, i => $"fragment F{i} on Wallet {{ id @include(if: $v{i % 32}) ...F{i + 1} }}")} fragment F300 on Wallet {{ id }}")),
        ("exponential fragments", Document($"{{ wallet(address: \"0x0000000000000000000000000000000000000001\") {{ ...F0 }} }} {Join(800, i => $"fragment F{i} on Wallet {{ ...F{i + 1} ...F{i + 1} }}")} fragment F800 on Wallet {{ id }}")),
        ("fragment cycles", Document($"{{ wallet(address: \"0x0000000000000000000000000000000000000001\") {{ ...F0 }} }} {Join(900, i => $"fragment F{i} on Wallet {{ ...F{(i + 1) % 900} ...F{(i + 7) % 900} }}")}")),
        ("unused fragments", Document($"{{ __typename }} {Join(2_400, i => $"fragment F{i} on Wallet {{ id }}")}")),
        ("variables", Document($"query ({Join(2_400, i => $"$v{i}: [Int!]")}) {{ {Join(20, i => $"a{i}: __typename")} }}")),
        ("introspection with aliases", Document($"{{ __schema {{ types {{ {Join(20, i => $"a{i}: fields {{ type {{ {Join(20, j => $"b{j}: fields {{ name }}")} }} }}")} }} }} }}")),
    ];

    /// <summary>Changes a document in place, because the server may have cached the previous document by its text.</summary>
    /// <param name="request">A request of <see cref="Invalid"/>.</param>
    /// <param name="number">The number that makes the document unique.</param>
    public static void MakeUnique(byte[] request, int number)
    {
        if (request.AsSpan().LastIndexOf("##"u8) is var position and >= 0)
            Encoding.ASCII.GetBytes(number.ToString("D6", CultureInfo.InvariantCulture), request.AsSpan(position + 2));
    }

    private static byte[] Post(string body) => Requests.Post(body, "Accept: application/graphql-response+json\r\n");

    private static byte[] Document(string query, object? variables = null) => Post(JsonSerializer.Serialize(new { query = $"{query} {UniqueMarker}", variables }, Plain));

    private static string[] GetWallets(int wallets) => [.. Enumerable.Range(0, wallets).Select(Requests.Wallet)];

    private static string Join(int count, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, count).Select(part));

    private static async Task SendRepeatedlyAsync(RawConnection connection, string head, byte[] piece, long bytes, CancellationToken ct)
    {
        var isOpen = await connection.SendAsync(Encoding.ASCII.GetBytes(head), ct);
        for (var sent = 0L; sent < bytes && isOpen; sent += piece.Length)
            isOpen = await connection.SendAsync(piece, ct);
    }

    private static byte[] Gzip(int zeros)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(new byte[zeros]);
        return packed.ToArray();
    }
}
