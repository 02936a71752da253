namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Adds security headers to every response. Browsers must not guess media types, frame the response, or run anything in it. A page that needs more sets
/// its own <c>Content-Security-Policy</c>.
/// </summary>
/// <param name="next">The next middleware.</param>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
