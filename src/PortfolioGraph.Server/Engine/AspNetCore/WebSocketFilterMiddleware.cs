using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Wraps a client's WebSocket in a <see cref="FilteredWebSocket"/> for HotChocolate, and removes all subprotocols except <c>graphql-transport-ws</c>. HotChocolate
/// also supports an older subprotocol, which the filter does not understand.
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The limits.</param>
/// <param name="documents">The trusted documents.</param>
internal sealed class WebSocketFilterMiddleware(RequestDelegate next, ServerOptions settings, PersistedDocuments documents)
{
    private const string Protocol = "graphql-transport-ws";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } sockets)
        {
            var isRequested = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
            context.Request.Headers[HeaderNames.SecWebSocketProtocol] = isRequested ? Protocol : default;
            context.Features.Set<IHttpWebSocketFeature>(new FilteredWebSocketFeature(sockets, settings, documents));
        }

        return next(context);
    }

    private sealed class FilteredWebSocketFeature(IHttpWebSocketFeature sockets, ServerOptions settings, PersistedDocuments documents) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => sockets.IsWebSocketRequest;

        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => new FilteredWebSocket(await sockets.AcceptAsync(context), settings, documents);
    }
}
