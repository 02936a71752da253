using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Load.Running;

/// <summary>Requests as they go over the wire.</summary>
internal static class Requests
{
    /// <summary>An operation, by POST.</summary>
    /// <param name="query">The document.</param>
    /// <param name="variables">Its variables; null for none.</param>
    public static byte[] Graph(string query, object? variables = null) => Post(JsonSerializer.Serialize(new { query, variables }));

    /// <summary>A POST of JSON to the graph.</summary>
    /// <param name="body">Whatever is sent as JSON.</param>
    /// <param name="headers">Headers besides, each with its line's end.</param>
    public static byte[] Post(string body, string headers = "") =>
        Encoding.UTF8.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>A GET.</summary>
    /// <param name="path">Path and query.</param>
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>A wallet of the load program.</summary>
    /// <param name="number">Which.</param>
    public static string Wallet(int number) => FormattableString.Invariant($"0x{0xabc000 + number:x40}");
}
