using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Gives the page of HotChocolate's IDE, and its scripts, a Content-Security-Policy of their own: they may load from this origin and reach it, and nothing
/// else. Every other answer keeps the policy of <see cref="Hosting.SecurityHeadersMiddleware"/>, under which nothing runs.
/// </summary>
/// <param name="next">What answers.</param>
internal sealed class IdePolicy(RequestDelegate next)
{
    /// <summary>What the page may load and reach.</summary>
    public const string Value =
        "default-src 'self'; "
        // The page compiles templates and validators while it runs, and its editor writes styles into the page.
        + "script-src 'self' 'unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            context.Response.OnStarting(Describe, context.Response);
        return next(context);
    }

    private static Task Describe(object state)
    {
        var response = (HttpResponse)state;
        // A worker keeps to the policy of its own script.
        if (MediaTypeHeaderValue.TryParse(response.ContentType, out var type) && type.MediaType.Value is "text/html" or "text/javascript" or "application/javascript")
            response.Headers.ContentSecurityPolicy = Value;
        return Task.CompletedTask;
    }
}
