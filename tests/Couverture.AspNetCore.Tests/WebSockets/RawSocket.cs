using System.Buffers.Binary;
using System.Net.Sockets;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>A WebSocket client on raw TCP, for behavior that regular clients do not allow.</summary>
internal sealed class RawSocket : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawSocket(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    /// <summary>Opens a socket, whether or not the server accepts the subprotocol.</summary>
    public static async Task<RawSocket> OpenAsync(GraphQLHost host, string? protocol, int receiveBuffer = 0)
    {
        var client = new TcpClient();
        if (receiveBuffer > 0)
            client.ReceiveBufferSize = receiveBuffer;
        await client.ConnectAsync(host.SocketAddress.Host, host.SocketAddress.Port);
        var socket = new RawSocket(client);
        var header = protocol is null ? "" : $"Sec-WebSocket-Protocol: {protocol}\r\n";
        await socket._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /graphql HTTP/1.1\r\nHost: {host.SocketAddress.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{header}\r\n"));
        (await socket.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        return socket;
    }

    /// <summary>Sends a short text message with a masking key of zero.</summary>
    public async Task SendAsync(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        payload.Length.ShouldBeLessThan(126);
        await _stream.WriteAsync((byte[])[0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
    }

    /// <summary>Reads frames up to the close frame and returns its code.</summary>
    public async Task<int> ReadCloseCodeAsync()
    {
        while (true)
        {
            var head = await ReadAsync(2);
            var length = head[1] switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
                127 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8))),
                var small => small,
            };
            var payload = await ReadAsync(length);
            if ((head[0] & 0xf) == 8)
                return BinaryPrimitives.ReadUInt16BigEndian(payload);
        }
    }

    /// <summary>Discards incoming data until the server ends or aborts the connection.</summary>
    public async Task ReadToEndAsync()
    {
        var buffer = new byte[65536];
        try
        {
            while (await _stream.ReadAsync(buffer).AsTask().WaitAsync(Timeout) > 0)
            {
                // Discard the data.
            }
        }
        catch (IOException)
        {
            // The server aborted the connection.
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Timeout);
        return bytes;
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(1))[0]);
        return head.ToString();
    }
}
