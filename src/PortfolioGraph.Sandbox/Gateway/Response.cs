using System.Text;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>A response before it is sent.</summary>
internal sealed record Response(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Json = "application/json";

    public const string Html = "text/html; charset=utf-8";

    public string? RetryAfter { get; init; }

    public static Response Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));
}
