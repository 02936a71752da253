using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore;

/// <summary>
/// WebSockets of an endpoint, with the subprotocol <c>graphql-transport-ws</c> and no other. The application must call <c>UseWebSockets()</c>.
/// </summary>
public sealed record GraphQLSocketOptions
{
    /// <summary>Whether the endpoint accepts WebSockets. True unless set.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>How long a client may take to send <c>connection_init</c>; then its socket is closed with 4408. Ten seconds unless set.</summary>
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the server sends a <c>ping</c>; null for never. A client of which nothing was heard from one ping to the next, be it that it
    /// does not read what it was sent, is gone. Twelve seconds unless set.
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a client may take to answer the closing of its socket; then the connection is cut. Five seconds unless set.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many operations one socket may have under way; one more fails with <c>LIMIT_EXCEEDED</c>. A hundred unless set.</summary>
    public int MaxOperations { get; set; } = 100;

    /// <summary>
    /// Whether a page of an origin may open a socket; browsers do not check it for WebSockets. It gets the header <c>Origin</c>, and is not
    /// asked where there is none, as from programs. Null: only pages of the host that the request was sent to.
    /// </summary>
    public Func<HttpContext, string, bool>? IsOriginAllowed { get; set; }
}
