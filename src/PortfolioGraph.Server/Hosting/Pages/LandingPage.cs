using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The page at <c>/</c>: what this is and where to go. No script, nothing from elsewhere.</summary>
internal static class LandingPage
{
    // On one line, so that it stands in a command as it is, and free of what a shell would read.
    private const string Query = """{ wallet(address: "0xd8da6bf26964af9d7eed9e03e53415d37aa96045") { valueUsd chains { chain { name } valueUsd } } }""";

    private static readonly string Style = Examples.Resource("Landing.css").ReplaceLineEndings("\n");

    // The one style may stand in the page because its hash is known; no other may.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page.</summary>
    /// <param name="app">The application.</param>
    /// <param name="settings">What of the rest is served.</param>
    public static void MapLandingPage(this WebApplication app, ServerOptions settings)
    {
        var isSandbox = app.Configuration.GetValue<bool>(UpstreamReport.SandboxSetting);
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.Vary = HeaderNames.Host;
            return Results.Text(Render(context, settings, isSandbox), "text/html", Encoding.UTF8);
        });
    }

    private static string Render(HttpContext context, ServerOptions settings, bool isSandbox)
    {
        var request = context.Request;
        // Relative, to hold behind a proxy that strips a prefix; without the slash at its end the page's own address is one level up.
        var at = request.Path.HasValue ? "" : $"{request.PathBase.ToUriComponent().Split('/')[^1]}/";
        var endpoint = $"{PublicAddress.Of(context)}/graphql";
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
            <p class="lead">What does this wallet hold, on every chain, and how is it doing? One GraphQL endpoint answers: wallets, chains, tokens and protocol positions, with profit and loss at every level.</p>
            {(isSandbox ? "<p class=\"note\">The portfolios are invented: this server runs on its sandbox. Every address has one.</p>" : "")}
            <h2>Where to go</h2>
            <ul>
            {(settings.Ide ? Entry($"{at}graphql/", "GraphQL IDE", "explore the schema and run operations, with examples to begin with") : "")}
            {(settings.SchemaDownload ? Entry($"{at}graphql?sdl", "Schema", "in the schema definition language") : "")}
            {Entry($"{at}health/live", "Health", "whether this server lives")}
            </ul>
            <h2>Ask from the command line</h2>
            {(settings.TrustedDocumentsOnly
                ? "<p>This server runs only the operations that it knows, asked for by their <code>documentId</code>.</p>"
                : $"<p>What a wallet is worth, and on which chains:</p>\n<pre class=\"copy\" tabindex=\"0\" aria-label=\"A command with curl\"><code>{Text(Command(endpoint))}</code></pre>")}
            <p>The endpoint is <code>{Text(endpoint)}</code>: queries by GET and POST, subscriptions as server-sent events or over WebSocket.</p>
            {(settings.TrustedDocumentsOnly ? "" : $"<h2>Examples</h2>\n<pre tabindex=\"0\" aria-label=\"Example operations\"><code>{Text(Examples.Document.TrimEnd())}</code></pre>")}
            </main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string Command(string endpoint) =>
        $"curl '{endpoint.Replace("'", "%27", StringComparison.Ordinal)}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"query\":\"{Query.Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}'";

    private static string Entry(string address, string name, string about) => $"<li><a href=\"{Text(address)}\">{name}</a> <span>{about}</span></li>";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
