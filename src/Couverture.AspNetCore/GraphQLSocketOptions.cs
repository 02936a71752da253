using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore;

/// <summary>
/// The WebSockets of an endpoint. The only supported subprotocol is <c>graphql-transport-ws</c>. The application must call <c>UseWebSockets()</c>.
/// </summary>
public sealed record GraphQLSocketOptions
{
    /// <summary>Whether the endpoint accepts WebSockets. Default: true.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>The maximum time to receive <c>connection_init</c>. After this time the socket is closed with 4408. Default: 10 seconds.</summary>
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the server sends a <c>ping</c>; null for never. The server aborts the connection if no message arrives between two pings, or
    /// if the client does not read the ping. Default: 12 seconds.
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The maximum time to complete the closing handshake. After this time the connection is aborted. Default: 5 seconds.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum number of operations in flight on one socket; further ones fail with <c>LIMIT_EXCEEDED</c>. Default: 100.</summary>
    public int MaxOperations { get; set; } = 100;

    /// <summary>
    /// Returns whether a page of an origin may open a socket, given the request and its header <c>Origin</c>. Browsers do not restrict
    /// cross-origin WebSockets. Requests without the header, such as those of programs, are always allowed. Null: only pages of the host that
    /// the request was sent to are allowed.
    /// </summary>
    public Func<HttpContext, string, bool>? IsOriginAllowed { get; set; }
}
