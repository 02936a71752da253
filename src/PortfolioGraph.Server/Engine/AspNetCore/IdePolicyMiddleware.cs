using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Sets a separate Content-Security-Policy for the page of HotChocolate's IDE and its scripts, which may only load from and connect to this origin. All other
/// responses keep the policy of <see cref="Hosting.SecurityHeadersMiddleware"/>, which allows no scripts.
/// </summary>
/// <param name="next">The next middleware.</param>
internal sealed class IdePolicyMiddleware(RequestDelegate next)
{
    /// <summary>The policy of the page.</summary>
    public const string Value =
        "default-src 'self'; "
        // The page compiles templates and validators at run time, and its editor adds inline styles.
        + "script-src 'self' 'unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            context.Response.OnStarting(SetPolicy, context.Response);
        return next(context);
    }

    private static Task SetPolicy(object state)
    {
        var response = (HttpResponse)state;
        // A worker uses the policy of its own script.
        if (MediaTypeHeaderValue.TryParse(response.ContentType, out var type) && type.MediaType.Value is "text/html" or "text/javascript" or "application/javascript")
            response.Headers.ContentSecurityPolicy = Value;
        return Task.CompletedTask;
    }
}
