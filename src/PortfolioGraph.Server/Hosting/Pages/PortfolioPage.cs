using System.Text.Json;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// The portfolio page at <c>/</c>, a client of this server's own graph. Its source is the folder <c>web</c>; <c>Page.targets</c> builds it. The page sends trusted
/// documents only, so it works in every profile.
/// </summary>
/// <param name="files">The files of the build.</param>
/// <param name="settings">The options, of which the page needs whether clients need a key.</param>
/// <param name="keys">The API keys of clients.</param>
/// <param name="limits">The maximum number of addresses.</param>
/// <param name="report">Whether the data is the sandbox's, whose personas the page then offers.</param>
internal sealed class PortfolioPage(PortfolioPageFiles files, ServerOptions settings, ApiKeys keys, AddressLimits limits, UpstreamReport report)
{
    // The page loads nothing from another origin, runs only its own files, and is not a form of another page.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The places in the HTML of the build that the server fills in.
    private const string Links = "<!--links-->";
    private const string Settings = "<!--settings-->";

    // Names of JavaScript. The encoder escapes the characters that would end the element in the page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the page is served at <c>/</c>: the build has it, and the settings do not turn it off.</summary>
    public bool IsServed => settings.Page && files.Html is not null;

    /// <summary>Whether the settings want the page but the build does not have it.</summary>
    public bool IsMissing => settings.Page && files.Html is null;

    /// <summary>Returns the page for a request, for which <see cref="IsServed"/> must be true, and sets the headers of its response.</summary>
    /// <param name="context">The request.</param>
    public string Render(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        var prefix = LandingPage.GetPrefix(context.Request);
        return files.Html!
            // The build's links are relative to the page's folder. So are these, unless the page's own URL has no trailing slash.
            .Replace("\"./", $"\"{prefix}", StringComparison.Ordinal)
            .Replace(Links, LandingPage.RenderLinks(context, settings), StringComparison.Ordinal)
            .Replace(Settings, RenderSettings(prefix), StringComparison.Ordinal);
    }

    /// <summary>Serves a script or a style sheet. Its name contains a hash of its content, so clients may keep it forever.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name of the file.</param>
    public IResult ServeFile(HttpContext context, string name)
    {
        if (!IsServed || files.Find(name, context.Request.Headers.AcceptEncoding) is not { } file)
            return Results.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (file.Encoding is not null)
            headers.ContentEncoding = file.Encoding;
        return Results.Bytes(file.Bytes, file.ContentType, entityTag: file.ETag);
    }

    private string RenderSettings(string prefix) => JsonSerializer.Serialize(
        new
        {
            Base = prefix,
            IsSandbox = report.IsSandbox,
            Personas = report.IsSandbox ? EmbeddedSandbox.Personas : [],
            NeedsKey = keys.AreRequired,
            MaxAddresses = limits.PortfolioAddresses,
        },
        Json);
}
