namespace Couverture.AspNetCore.Subscriptions;

/// <summary>Whether a socket may begin.</summary>
public sealed class ConnectionStatus
{
    private static readonly ConnectionStatus Acceptance = new(accepted: true, "");

    private ConnectionStatus(bool accepted, string message) => (Accepted, Message) = (accepted, message);

    /// <summary>Whether it may.</summary>
    public bool Accepted { get; }

    /// <summary>Why not, as the client reads it where its socket is closed; of more than 123 bytes it reads the first. Empty where it may.</summary>
    public string Message { get; }

    /// <summary>It may.</summary>
    public static ConnectionStatus Accept() => Acceptance;

    /// <summary>It may not.</summary>
    public static ConnectionStatus Reject() => Reject("Forbidden");

    /// <summary>It may not.</summary>
    /// <param name="message">Why not.</param>
    public static ConnectionStatus Reject(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new ConnectionStatus(accepted: false, message);
    }
}
