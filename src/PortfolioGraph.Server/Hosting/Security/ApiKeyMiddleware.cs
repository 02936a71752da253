using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Requires a known key, in <c>X-Api-Key</c> or as <c>Authorization: Bearer</c>, if the settings have any key. The name of the key becomes the name of the
/// request's user. A WebSocket for the graph passes without a key, because the key may be in its first message, which
/// <see cref="WebSocketApiKeyInterceptor"/> checks.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="keys">The keys.</param>
/// <param name="settings">Whether the IDE is served.</param>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, ServerOptions settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!keys.AreRequired || HttpMethods.IsOptions(context.Request.Method) || IsIdePage(context))
            return next(context);
        if (keys.FindUser(context.Request.Headers[ApiKeys.HeaderName], context.Request.Headers.Authorization) is { } user)
        {
            context.User = user;
            return next(context);
        }

        if (IsGraphQLWebSocket(context))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorResponse.WriteAsync(context, StatusCodes.Status401Unauthorized, GraphErrorCodes.ApiKeyInvalid, $"The API key is missing or unknown. Send a valid key in the header {ApiKeys.HeaderName}.");
    }

    // The page and the files of the IDE, where the user enters the key. Without a query string, such a request cannot carry an operation.
    private bool IsIdePage(HttpContext context) =>
        settings.Ide
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request.Path.StartsWithSegments("/graphql")
        && !context.Request.QueryString.HasValue
        && !context.WebSockets.IsWebSocketRequest;

    // Such a request can only become a WebSocket on this path. On other paths these headers would be ignored.
    private static bool IsGraphQLWebSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest && context.Request.Path.StartsWithSegments("/graphql", out var below) && below.Value is null or "" or "/";
}
