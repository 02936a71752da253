using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The origin of a web page: scheme, host and port, as browsers write it in the header <c>Origin</c> (RFC 6454, section 6.2).</summary>
internal static class WebOrigin
{
    // Browsers never look these up over the network. Names below localhost may be looked up by older ones, so they do not count.
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Parses an origin of the scheme <c>http</c> or <c>https</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">The origin. Null if a browser would not write an origin like this, for example with a path, a default port or upper case.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? origin) =>
        Uri.TryCreate(text, UriKind.Absolute, out origin)
        && origin.Scheme is "http" or "https"
        && origin.UserInfo.Length == 0
        && Ascii.IsValid(text)
        && origin.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>Whether an origin is a page of the client's own machine.</summary>
    /// <param name="text">The origin.</param>
    public static bool IsLoopback(string text) => TryParse(text, out var origin) && LoopbackHosts.Contains(origin.Host);
}
