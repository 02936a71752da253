using System.Buffers;
using System.Net.WebSockets;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>Reads complete messages from a socket, up to a size limit. It holds no buffer while waiting for a message.</summary>
internal sealed class SocketReader(WebSocket socket, int limit)
{
    private const int MinBufferSize = 4096;

    /// <summary>Reads a message.</summary>
    /// <param name="parse">Parses a text message, whose buffer it must not retain; not called for other kinds.</param>
    /// <param name="cancellationToken">Cancels the reading and aborts the socket.</param>
    /// <typeparam name="T">The type of a parsed message.</typeparam>
    /// <returns>The kind of message, and the parsed message if it is text.</returns>
    /// <exception cref="WebSocketException">The connection is lost, or the client violates the WebSocket protocol.</exception>
    public async Task<(ReceivedKind Received, T? Message)> ReadAsync<T>(Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
    {
        // A zero-byte read waits for data without a buffer.
        var result = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MinBufferSize);
        try
        {
            var length = 0;
            while (result.MessageType is not WebSocketMessageType.Close && !result.EndOfMessage)
            {
                if (length > limit)
                    return (ReceivedKind.TooLarge, default);
                if (length == buffer.Length)
                    buffer = Grow(buffer);
                result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += result.Count;
            }

            return result.MessageType switch
            {
                WebSocketMessageType.Close => (ReceivedKind.Close, default),
                WebSocketMessageType.Binary => (ReceivedKind.Binary, default),
                _ when length > limit => (ReceivedKind.TooLarge, default),
                _ => (ReceivedKind.Text, parse(buffer.AsMemory(0, length))),
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Discards incoming messages until the client has closed its side.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MinBufferSize);
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                if ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType is WebSocketMessageType.Close)
                    return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}

/// <summary>The kind of a received message.</summary>
internal enum ReceivedKind
{
    Text,
    Binary,
    TooLarge,
    Close,
}
