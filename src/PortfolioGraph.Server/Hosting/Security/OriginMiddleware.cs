using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Prevents pages of other sites from using the server through the browsers of their visitors. This covers WebSockets, whose origin browsers do not check,
/// and requests that browsers send without a CORS preflight. Clients that are not browsers send no origin and are not affected.
/// </summary>
/// <remarks>It runs before CORS, because CORS responds to preflight requests, and a preflight request of a rejected origin is logged as well.</remarks>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The allowed origins besides the server's own.</param>
/// <param name="log">The log of rejected origins.</param>
internal sealed class OriginMiddleware(RequestDelegate next, ServerOptions settings, RejectedOriginLog log)
{
    private readonly bool _variesByOrigin = HasForeignOrigins(settings);

    public Task InvokeAsync(HttpContext context)
    {
        if (_variesByOrigin)
            context.Response.OnStarting(AddVary, context.Response);
        var isAllowed = IsRequestAllowed(context);
        if (!isAllowed && context.Request.Headers.Origin is [{ } origin, ..])
            log.Record(origin);
        // OPTIONS requests run no operation. CORS responds to those of browsers, without its headers if the origin is not allowed.
        return isAllowed || HttpMethods.IsOptions(context.Request.Method)
            ? next(context)
            : ErrorResponse.WriteAsync(context, StatusCodes.Status403Forbidden, EngineErrorCodes.OriginNotAllowed, "This origin is not allowed. The operator of the server can allow it with Server:AllowedOrigins.");
    }

    /// <summary>Whether pages of other origins than the server's own may use the server.</summary>
    /// <param name="settings">The settings.</param>
    public static bool HasForeignOrigins(ServerOptions settings) => settings.AllowedOrigins.Count > 0 || settings.AllowLoopbackOrigins;

    /// <summary>Whether pages of an origin may use the server, other than the server's own pages.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="origin">The value of the header <c>Origin</c>.</param>
    public static bool IsForeignOriginAllowed(ServerOptions settings, string origin) =>
        settings.AllowedOrigins.Contains(origin) || (settings.AllowLoopbackOrigins && WebOrigin.IsLoopback(origin));

    /// <summary>Whether pages of an origin may use the server. The server's own origin and those in the settings may.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="context">The request.</param>
    /// <param name="origin">The value of the header <c>Origin</c>.</param>
    public static bool IsOriginAllowed(ServerOptions settings, HttpContext context, string origin) =>
        IsForeignOriginAllowed(settings, origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    // The browser sets Sec-Fetch-Site, and no page can change it. It is reliable behind proxies that change the host, and for requests without an Origin.
    private bool IsRequestAllowed(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers["Sec-Fetch-Site"] == "same-origin")
            return true;
        return headers.Origin is [{ } origin, ..]
            ? IsOriginAllowed(settings, context, origin)
            : headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site") || headers["Sec-Fetch-Mode"] == "navigate";
    }

    // A shared cache must not give one origin the CORS headers of another. CORS itself adds Vary only to some responses. This runs after everything else has set its
    // headers, because callbacks run in reverse order.
    private static Task AddVary(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }
}
