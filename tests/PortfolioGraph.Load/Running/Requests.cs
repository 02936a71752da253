using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Load.Running;

/// <summary>HTTP/1.1 requests as bytes.</summary>
internal static class Requests
{
    /// <summary>Creates a POST of a GraphQL operation.</summary>
    /// <param name="query">The GraphQL document.</param>
    /// <param name="variables">The variables, or null.</param>
    public static byte[] Graph(string query, object? variables = null) => Post(JsonSerializer.Serialize(new { query, variables }));

    /// <summary>Creates a POST of a JSON body to the GraphQL endpoint.</summary>
    /// <param name="body">The body, which is not validated.</param>
    /// <param name="headers">Additional headers, each with its line end.</param>
    public static byte[] Post(string body, string headers = "") =>
        Encoding.UTF8.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Creates a GET request.</summary>
    /// <param name="path">The path and query.</param>
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Returns the address of a wallet.</summary>
    /// <param name="number">The number of the wallet.</param>
    public static string Wallet(int number) => FormattableString.Invariant($"0x{0xabc000 + number:x40}");
}
