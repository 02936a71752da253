using System.Net.WebSockets;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>Accepts WebSockets and runs their sessions.</summary>
internal sealed class SocketEndpoint(
    IRequestExecutor executor,
    ISocketSessionInterceptor interceptor,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SocketSession> logger)
{
    /// <summary>Returns whether a request opens a WebSocket.</summary>
    /// <exception cref="InvalidOperationException">The request opens a WebSocket, but the application has not enabled WebSockets.</exception>
    public static bool IsWebSocketRequest(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
            return true;
        return !string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) || context.Features.Get<IHttpWebSocketFeature>() is not null
            ? false
            : throw new InvalidOperationException("A WebSocket was requested, but WebSockets are not enabled. Call app.UseWebSockets() before mapping the endpoints.");
    }

    public async Task HandleAsync(HttpContext context, GraphQLServerOptions options)
    {
        if (!options.Sockets.Enable)
            throw new RejectedException(Rejection.NotFound("This address does not accept WebSockets."));
        if (context.Request.Headers.Origin is [{ } origin, ..] && !(options.Sockets.IsOriginAllowed?.Invoke(context, origin) ?? IsSameHost(context.Request, origin)))
            throw new RejectedException(Rejection.OriginNotAllowed());

        var isSupported = context.WebSockets.WebSocketRequestedProtocols.Contains(SocketSession.Protocol);
        // Keep-alive uses the pings of the GraphQL protocol instead of WebSocket pings.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = isSupported ? SocketSession.Protocol : null, KeepAliveInterval = TimeSpan.Zero });
        await using var connection = new SocketConnection(socket, options.Sockets.CloseTimeout, time, context.RequestAborted);
        var reader = new SocketReader(socket, options.MaxRequestBodySize);
        if (!isSupported)
        {
            await CloseUnsupportedProtocolAsync(context, reader, connection);
            return;
        }
        await using var onStopping = lifetime.ApplicationStopping.UnsafeRegister(
            static connection => _ = ((SocketConnection)connection!).CloseAsync(SocketCloseCode.GoingAway, "Going away"),
            connection);
        using var session = new SocketSession(context, reader, connection, executor, interceptor, options.Sockets, time, logger);
        await session.RunAsync();
    }

    // Browsers show scripts the close code of a socket, but not the response to a failed handshake.
    private static async Task CloseUnsupportedProtocolAsync(HttpContext context, SocketReader reader, SocketConnection connection)
    {
        await connection.CloseAsync(SocketCloseCode.SubprotocolNotAcceptable, $"Subprotocol not acceptable. Use {SocketSession.Protocol}");
        try
        {
            await reader.DrainAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client has disconnected.
        }
    }

    private static bool IsSameHost(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
