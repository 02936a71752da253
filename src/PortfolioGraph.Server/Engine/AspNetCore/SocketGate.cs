using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Puts a <see cref="GatedSocket"/> between a client's WebSocket and HotChocolate, and leaves of the subprotocols only <c>graphql-transport-ws</c>:
/// HotChocolate speaks an older one too, whose messages the gate does not know.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="settings">The limits.</param>
internal sealed class SocketGate(RequestDelegate next, ServerOptions settings)
{
    private const string Protocol = "graphql-transport-ws";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } sockets)
        {
            var isSpoken = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
            context.Request.Headers[HeaderNames.SecWebSocketProtocol] = isSpoken ? Protocol : default;
            context.Features.Set<IHttpWebSocketFeature>(new Gated(sockets, settings));
        }

        return next(context);
    }

    private sealed class Gated(IHttpWebSocketFeature sockets, ServerOptions settings) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => sockets.IsWebSocketRequest;

        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => new GatedSocket(await sockets.AcceptAsync(context), settings);
    }
}
