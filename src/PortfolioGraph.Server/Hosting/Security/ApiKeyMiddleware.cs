using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Lets only clients through that send a known key, in <c>X-Api-Key</c> or as <c>Authorization: Bearer</c>, where any key is set. The key's
/// name becomes that of the request's user. A WebSocket for the graph is let through without: its key may come with its first message, for
/// which <see cref="WebSocketApiKeyInterceptor"/> waits.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="keys">The keys.</param>
/// <param name="settings">Whether there is the IDE.</param>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, ServerOptions settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!keys.AreNeeded || HttpMethods.IsOptions(context.Request.Method) || IsPage(context))
            return next(context);
        if (keys.UserOf(context.Request.Headers[ApiKeys.Name], context.Request.Headers.Authorization) is { } user)
        {
            context.User = user;
            return next(context);
        }

        if (IsSocket(context))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorResponse.WriteAsync(context, StatusCodes.Status401Unauthorized, GraphErrorCodes.ApiKeyInvalid, $"Send the key you were given in the header {ApiKeys.Name}.");
    }

    // The IDE's page and files, into which the key is entered: no operation comes without a parameter.
    private bool IsPage(HttpContext context) =>
        settings.Ide
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request.Path.StartsWithSegments("/graphql")
        && !context.Request.QueryString.HasValue
        && !context.WebSockets.IsWebSocketRequest;

    // Nothing but a socket comes of such a request here; elsewhere the same headers would be passed over.
    private static bool IsSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest && context.Request.Path.StartsWithSegments("/graphql", out var below) && below.Value is null or "" or "/";
}
