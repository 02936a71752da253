using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// The page at <c>/</c> of a server without the <see cref="PortfolioPage"/>. It describes the server and links to its endpoints. It has no scripts and no external resources.
/// </summary>
internal static class LandingPage
{
    // One line without characters that are special in single quotes, so that it fits into a shell command unchanged.
    private const string Query = """{ wallet(address: "0xd8da6bf26964af9d7eed9e03e53415d37aa96045") { valueUsd chains { chain { name } valueUsd } } }""";

    private static readonly string Style = Examples.ReadResource("Landing.css").ReplaceLineEndings("\n");

    // The hash allows this inline style sheet and no other.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page at <c>/</c>: the portfolio page with its files, or this page.</summary>
    /// <param name="app">The application.</param>
    /// <param name="settings">The options, which decide what the page links to.</param>
    public static void MapPages(this WebApplication app, ServerOptions settings)
    {
        var isSandbox = UpstreamReport.ReadIsSandbox(app.Configuration);
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/", methods, (HttpContext context, PortfolioPage page) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.Vary = HeaderNames.Host;
            return Results.Text(page.IsServed ? page.Render(context) : Render(context, settings, isSandbox, page.IsMissing), "text/html", Encoding.UTF8);
        });
        app.MapMethods($"{PortfolioPageFiles.PathPrefix}/{{name}}", methods, (HttpContext context, string name, PortfolioPage page) => page.ServeFile(context, name));
    }

    /// <summary>Returns what the relative links of a page at <c>/</c> start with. Without a trailing slash, the page's own URL is one level up.</summary>
    /// <param name="request">The request for the page.</param>
    public static string GetPrefix(HttpRequest request) => request.Path.HasValue ? "" : $"{request.PathBase.ToUriComponent().Split('/')[^1]}/";

    /// <summary>Returns the links to the endpoints, and a command that sends a query, as HTML. The links are relative, so that they work behind a proxy that strips a prefix.</summary>
    /// <param name="context">The request for the page.</param>
    /// <param name="settings">The options, which decide what is linked.</param>
    public static string RenderLinks(HttpContext context, ServerOptions settings)
    {
        var prefix = GetPrefix(context.Request);
        var endpoint = $"{PublicBaseUrl.Get(context)}/graphql";
        return $"""
            <h2>Links</h2>
            <ul>
            {(settings.Ide ? Entry($"{prefix}graphql/", "GraphQL IDE", "Explore the schema and run operations, starting from examples.") : "")}
            {(settings.SchemaDownload ? Entry($"{prefix}graphql?sdl", "Schema", "Download the schema in the schema definition language (SDL).") : "")}
            {Entry($"{prefix}health/live", "Health", "Check whether the server is running.")}
            </ul>
            <h2>Query from the command line</h2>
            {(settings.TrustedDocumentsOnly
                ? "<p>This server runs trusted documents only. Clients send the <code>documentId</code> of a document instead of its text.</p>"
                : $"<p>The value of a wallet, in total and on each chain:</p>\n<pre class=\"copy\" tabindex=\"0\" role=\"region\" aria-label=\"A curl command\"><code>{Encode(Command(endpoint))}</code></pre>")}
            <p>The endpoint is <code>{Encode(endpoint)}</code>. It accepts queries over GET and POST, and subscriptions over server-sent events and WebSockets.</p>
            """.ReplaceLineEndings("\n");
    }

    private static string Render(HttpContext context, ServerOptions settings, bool isSandbox, bool isPageMissing)
    {
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>PortfolioGraph</title>
            <link rel="icon" href="data:,">
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>PortfolioGraph</h1>
            <p class="lead">One GraphQL endpoint for crypto portfolios: the value of wallets, chains, tokens and protocol positions, with profit and loss at every level.</p>
            {(isSandbox ? "<p class=\"note\">This server uses its built-in sandbox. All data is invented, and every address has a portfolio.</p>" : "")}
            {(isPageMissing ? "<p class=\"note\">The portfolio page is not installed, because the build did not find npm or could not fetch packages with it. Install Node.js 20.19 or newer, and build the server again.</p>" : "")}
            {RenderLinks(context, settings)}
            {(settings.TrustedDocumentsOnly ? "" : $"<h2>Examples</h2>\n<pre tabindex=\"0\" aria-label=\"Example operations\"><code>{Encode(Examples.Document.TrimEnd())}</code></pre>")}
            </main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string Command(string endpoint) =>
        $"curl '{endpoint.Replace("'", "%27", StringComparison.Ordinal)}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"query\":\"{Query.Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}'";

    private static string Entry(string url, string name, string description) => $"<li><a href=\"{Encode(url)}\">{name}</a> <span>{description}</span></li>";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
