namespace Couverture.AspNetCore.Subscriptions;

/// <summary>One socket, from its handshake to its end.</summary>
public interface ISocketSession
{
    /// <summary>What the socket runs over.</summary>
    ISocketConnection Connection { get; }
}
