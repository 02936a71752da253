using System.Net.WebSockets;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>The close codes of sockets (RFC 6455, section 7.4.1, and the graphql-transport-ws protocol).</summary>
internal enum SocketCloseCode
{
    NormalClosure = WebSocketCloseStatus.NormalClosure,

    /// <summary>The server shuts down; the client may connect again.</summary>
    GoingAway = WebSocketCloseStatus.EndpointUnavailable,
    ProtocolError = WebSocketCloseStatus.ProtocolError,
    MessageTooBig = WebSocketCloseStatus.MessageTooBig,
    InvalidMessage = 4400,
    Unauthorized = 4401,
    Forbidden = 4403,
    SubprotocolNotAcceptable = 4406,
    InitializationTimeout = 4408,
    SubscriberExists = 4409,
    TooManyInitializations = 4429,
    InternalServerError = 4500,
}
