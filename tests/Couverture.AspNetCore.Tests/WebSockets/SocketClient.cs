using System.Net.WebSockets;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>A client that can send any message, valid or not.</summary>
internal sealed class SocketClient : IDisposable
{
    // Real time, so that a failing test ends.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _timeout = new(Timeout);

    private SocketClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<SocketClient> OpenAsync(GraphQLHost host, string? protocol = "graphql-transport-ws", string? origin = null)
    {
        var client = new SocketClient(new ClientWebSocket());
        client.Socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (protocol is not null)
            client.Socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
            client.Socket.Options.SetRequestHeader("Origin", origin);
        await client.Socket.ConnectAsync(host.SocketAddress, client._timeout.Token);
        return client;
    }

    /// <summary>Opens a client and initializes its connection.</summary>
    public static async Task<SocketClient> ConnectAsync(GraphQLHost host)
    {
        var client = await OpenAsync(host);
        await client.SendAsync("""{"type":"connection_init"}""");
        (await client.ReadAsync()).ShouldBe("""{"type":"connection_ack"}""");
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => Socket.SendAsync(bytes, type, endOfMessage: true, _timeout.Token);

    public Task SubscribeAsync(string id, string query) => SendAsync(JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query } }));

    /// <summary>Returns the next message; null if the server closes the socket.</summary>
    public async Task<string?> ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var result = await Socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
            if (result.MessageType is WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    /// <summary>Discards messages until the server closes the socket, and returns the close code and reason.</summary>
    public async Task<(int Code, string? Reason)> ReadCloseAsync()
    {
        while (await ReadAsync() is not null)
        {
            // Discard messages that were sent before the close.
        }
        return ((int)Socket.CloseStatus!.Value, Socket.CloseStatusDescription);
    }

    public Task CloseAsync() => Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _timeout.Token);

    public void Dispose()
    {
        Socket.Dispose();
        _timeout.Dispose();
    }
}
