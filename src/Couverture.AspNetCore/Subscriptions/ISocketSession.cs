using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Subscriptions;

/// <summary>A socket session, from its handshake to its close.</summary>
public interface ISocketSession
{
    /// <summary>The connection of the socket.</summary>
    ISocketConnection Connection { get; }
}

/// <summary>The connection of a socket.</summary>
public interface ISocketConnection
{
    /// <summary>The request that opened the socket; it lives as long as the socket.</summary>
    HttpContext HttpContext { get; }
}
