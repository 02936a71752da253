namespace Couverture.AspNetCore.Subscriptions;

/// <summary>Whether a socket connection is accepted.</summary>
public sealed class ConnectionStatus
{
    private static readonly ConnectionStatus Acceptance = new(accepted: true, "");

    private ConnectionStatus(bool accepted, string message) => (Accepted, Message) = (accepted, message);

    /// <summary>Whether the connection is accepted.</summary>
    public bool Accepted { get; }

    /// <summary>The close reason for the client, truncated to 123 bytes when sent; empty if the connection is accepted.</summary>
    public string Message { get; }

    /// <summary>Accepts the connection.</summary>
    public static ConnectionStatus Accept() => Acceptance;

    /// <summary>Rejects the connection with the reason "Forbidden".</summary>
    public static ConnectionStatus Reject() => Reject("Forbidden");

    /// <summary>Rejects the connection.</summary>
    /// <param name="message">The reason.</param>
    public static ConnectionStatus Reject(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new ConnectionStatus(accepted: false, message);
    }
}
