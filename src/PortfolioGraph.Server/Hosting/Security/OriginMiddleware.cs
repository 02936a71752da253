using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Keeps pages of other sites from using the server through their visitors' browsers: WebSockets, which browsers do not check, and
/// requests that they send without asking first. Programs, which name no origin, are not concerned.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="settings">The origins that are allowed besides the server's own.</param>
internal sealed class OriginMiddleware(RequestDelegate next, ServerOptions settings)
{
    public Task InvokeAsync(HttpContext context) => IsLetThrough(context)
        ? next(context)
        : ErrorResponse.WriteAsync(context, StatusCodes.Status403Forbidden, GraphErrorCodes.OriginNotAllowed, "Pages of this origin may not use this server; its operator can allow them (Server:AllowedOrigins).");

    // A question by OPTIONS runs nothing, and is answered by whoever knows CORS. Sec-Fetch-Site is the browser's own word, which no page can
    // set: it holds behind proxies that change the host, and where there is no Origin.
    private bool IsLetThrough(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (HttpMethods.IsOptions(context.Request.Method) || headers["Sec-Fetch-Site"] == "same-origin")
            return true;
        return headers.Origin is [{ } origin, ..]
            ? IsAllowed(settings, context, origin)
            : headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site") || headers["Sec-Fetch-Mode"] == "navigate";
    }

    /// <summary>Whether pages of an origin may use the server: its own, and those that are allowed.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="context">The request.</param>
    /// <param name="origin">The header <c>Origin</c>.</param>
    public static bool IsAllowed(ServerOptions settings, HttpContext context, string origin) =>
        settings.AllowedOrigins.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
