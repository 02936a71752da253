using System.Text;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Ide;

/// <summary>The page for browsers if the build could not fetch the IDE.</summary>
internal static class IdeNotInstalledPage
{
    private static readonly byte[] Html = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>GraphQL endpoint</title>
        </head>
        <body>
          <h1>This is a GraphQL endpoint</h1>
          <p>Send a POST with <code>Content-Type: application/json</code> and a body such as <code>{"query":"{ __typename }"}</code>.</p>
          <p><a href="?sdl">The schema</a></p>
          <h2>The GraphQL IDE is not installed</h2>
          <p>The build fetches the IDE with <code>npm</code>. Install Node.js 20 or newer and build the server again.
          This address then shows the IDE.</p>
        </body>
        </html>

        """.ReplaceLineEndings("\n"));

    public static Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Html.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(Html, context.RequestAborted).AsTask();
    }
}
