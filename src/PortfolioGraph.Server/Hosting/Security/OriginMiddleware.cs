using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Prevents pages of other sites from using the server through the browsers of their visitors. This covers WebSockets, whose origin browsers do not check,
/// and requests that browsers send without a CORS preflight. Clients that are not browsers send no origin and are not affected.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The allowed origins besides the server's own.</param>
internal sealed class OriginMiddleware(RequestDelegate next, ServerOptions settings)
{
    public Task InvokeAsync(HttpContext context) => IsRequestAllowed(context)
        ? next(context)
        : ErrorResponse.WriteAsync(context, StatusCodes.Status403Forbidden, EngineErrorCodes.OriginNotAllowed, "This origin is not allowed. The operator of the server can allow it with Server:AllowedOrigins.");

    // OPTIONS requests run no operation, and CORS handles them. The browser sets Sec-Fetch-Site, and no page can change it. It is reliable
    // behind proxies that change the host, and for requests without an Origin.
    private bool IsRequestAllowed(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (HttpMethods.IsOptions(context.Request.Method) || headers["Sec-Fetch-Site"] == "same-origin")
            return true;
        return headers.Origin is [{ } origin, ..]
            ? IsOriginAllowed(settings, context, origin)
            : headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site") || headers["Sec-Fetch-Mode"] == "navigate";
    }

    /// <summary>Whether pages of an origin may use the server. The server's own origin and those in the settings may.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="context">The request.</param>
    /// <param name="origin">The value of the header <c>Origin</c>.</param>
    public static bool IsOriginAllowed(ServerOptions settings, HttpContext context, string origin) =>
        settings.AllowedOrigins.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
