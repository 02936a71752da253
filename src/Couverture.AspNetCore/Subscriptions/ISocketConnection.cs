using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Subscriptions;

/// <summary>What a socket runs over.</summary>
public interface ISocketConnection
{
    /// <summary>The request that opened the socket; it lives as long as the socket.</summary>
    HttpContext HttpContext { get; }
}
