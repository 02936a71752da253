namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// What every answer tells browsers: that it is what its media type says, that no page may frame it, that nothing in it runs. A page that
/// needs more says so in a policy of its own.
/// </summary>
/// <param name="next">What answers.</param>
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
