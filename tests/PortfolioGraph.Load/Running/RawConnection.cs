using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Load.Running;

/// <summary>
/// A minimal HTTP/1.1 connection without pipelining. It adds almost no overhead to the measurements and reports exactly how a response ended.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    /// <summary>Opens a connection.</summary>
    /// <param name="server">The server's address, on loopback.</param>
    /// <param name="number">The number of the client. Client 0 is 127.0.0.2.</param>
    /// <param name="ct">Cancels the connection attempt.</param>
    /// <exception cref="SocketException">The connection was refused.</exception>
    public static async Task<RawConnection> OpenAsync(Uri server, int number, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(GetSourceAddress(number), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), ct);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Returns the source address of a client.</summary>
    public static IPAddress GetSourceAddress(int number) => new([127, 0, (byte)((number + 2) / 256), (byte)((number + 2) % 256)]);

    /// <summary>Sends a request and reads the response.</summary>
    public async Task<RawResponse> RoundTripAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        await SendAsync(request, ct);
        return await ReceiveAsync(ct);
    }

    /// <summary>Sends bytes.</summary>
    /// <returns>False if the server has closed the connection.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, ct)..];
            return true;
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Shuts down the sending side of the connection.</summary>
    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one response, or the part that arrives before the connection ends.</summary>
    public async Task<RawResponse> ReceiveAsync(CancellationToken ct)
    {
        _end = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(ct))
                return new RawResponse(null, false, _end > 0, true, null, default);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, headEnd);
        var body = GetHeader(head, "Transfer-Encoding") is null
            ? await ReadFixedBodyAsync(headEnd + 4, int.Parse(GetHeader(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture), ct)
            : await ReadChunkedBodyAsync(headEnd + 4, ct);
        return new RawResponse(
            int.Parse(head.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture),
            body is not null,
            true,
            string.Equals(GetHeader(head, "Connection"), "close", StringComparison.OrdinalIgnoreCase) || body is null,
            GetHeader(head, "Retry-After"),
            body ?? default);
    }

    /// <summary>Closes the connection with a TCP reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private static string? GetHeader(string head, string name)
    {
        var start = head.IndexOf($"\r\n{name}:", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        start += name.Length + 3;
        var end = head.IndexOf('\r', start);
        return (end < 0 ? head[start..] : head[start..end]).Trim();
    }

    private async Task<ReadOnlyMemory<byte>?> ReadFixedBodyAsync(int start, int length, CancellationToken ct)
    {
        while (_end < start + length)
        {
            if (!await FillAsync(ct))
                return null;
        }

        return _buffer.AsMemory(start, length);
    }

    // Moves the chunks together so that the body is contiguous.
    private async Task<ReadOnlyMemory<byte>?> ReadChunkedBodyAsync(int start, CancellationToken ct)
    {
        var (at, length) = (start, 0);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _end - at).IndexOf("\r\n"u8)) < 0)
            {
                if (!await FillAsync(ct))
                    return null;
            }

            var size = int.Parse(_buffer.AsSpan(at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2;
            while (_end < at + size + 2)
            {
                if (!await FillAsync(ct))
                    return null;
            }

            if (size == 0)
                return _buffer.AsMemory(start, length);
            _buffer.AsSpan(at, size).CopyTo(_buffer.AsSpan(start + length));
            length += size;
            at += size + 2;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        try
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), ct);
            _end += read;
            return read > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
