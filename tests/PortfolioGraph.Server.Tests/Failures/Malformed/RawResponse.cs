using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>The response on a TCP connection.</summary>
/// <param name="Text">The complete text.</param>
internal sealed record RawResponse(string Text)
{
    /// <summary>The status of the first final response; <see cref="MalformedRequest.Closed"/> if there is none.</summary>
    public int Status => Head.Length == 0 ? MalformedRequest.Closed : int.Parse(Head.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The distinct codes of the errors in the body; empty if it has none.</summary>
    public IReadOnlyList<string?> Codes
    {
        get
        {
            var json = Text.IndexOf("{\"errors\"", StringComparison.Ordinal) is var start and >= 0 ? start : Text.IndexOf("{\"data\"", StringComparison.Ordinal);
            if (json < 0)
                return [];
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Text[json..]));
            return JsonElement.ParseValue(ref reader).TryGetProperty("errors", out var errors)
                ? [.. errors.EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString()).Distinct()]
                : [];
        }
    }

    private string Head => Text.StartsWith("HTTP/1.1 100 ", StringComparison.Ordinal) ? Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : Text;

    /// <summary>Sends a request, and reads until the server closes the connection.</summary>
    /// <param name="port">The port of the server on this host.</param>
    /// <param name="bytes">The bytes of the request.</param>
    /// <param name="isHalfClosed">Whether the client then closes its side of the connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<RawResponse> SendAsync(int port, byte[] bytes, bool isHalfClosed, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        // Concurrently, because a server may respond and close before it has read everything.
        var sending = WriteAsync(socket, bytes, isHalfClosed, cancellationToken);
        var response = await ReadAsync(socket, cancellationToken);
        socket.Close();
        await sending;
        return response;
    }

    /// <summary>Reads until the server closes the connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<RawResponse> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                // A WebSocket is open now.
                if (text.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
                    break;
            }
        }
        catch (SocketException)
        {
            // The connection is reset if the server closes it before it has read the whole request. The response before the reset counts.
        }

        return new RawResponse(text.ToString());
    }

    private static async Task WriteAsync(Socket socket, byte[] bytes, bool isHalfClosed, CancellationToken cancellationToken)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
            if (isHalfClosed)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The server has closed the connection.
        }
    }
}
