using System.Buffers;
using System.Net.WebSockets;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>Reads whole messages from a socket, up to a size. It holds no memory while the client is silent.</summary>
internal sealed class SocketReader(WebSocket socket, int limit)
{
    private const int MinBufferSize = 4096;

    /// <summary>Reads a message.</summary>
    /// <param name="parse">Gets a message of text, which it must not keep; it is not called for what is no message.</param>
    /// <param name="cancellationToken">Ends the reading, and the socket with it.</param>
    /// <typeparam name="T">What is made of a message.</typeparam>
    /// <returns>What was received, and what was made of it.</returns>
    /// <exception cref="WebSocketException">The connection is lost, or the client breaks the WebSocket protocol.</exception>
    public async Task<(ReceivedKind Received, T? Message)> ReadAsync<T>(Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
    {
        // A read of nothing waits without a buffer until there is something.
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

    /// <summary>Reads what still comes until the client has closed the socket too.</summary>
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

/// <summary>What came from a client.</summary>
internal enum ReceivedKind
{
    Text,
    Binary,
    TooLarge,
    Close,
}
