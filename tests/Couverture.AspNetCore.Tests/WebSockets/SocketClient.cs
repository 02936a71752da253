using System.Net.WebSockets;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>A client that sends what it is told, right or wrong.</summary>
internal sealed class SocketClient : IDisposable
{
    // Real time, and only so that a broken test ends.
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

    /// <summary>A client whose connection is acknowledged.</summary>
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

    /// <summary>The next message; null where the server closes instead.</summary>
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

    /// <summary>Reads on until the server closes.</summary>
    public async Task<(int Code, string? Reason)> ReadCloseAsync()
    {
        while (await ReadAsync() is not null)
        {
            // What was on its way.
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
