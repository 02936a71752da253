using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>What came back over a bare connection.</summary>
/// <param name="Text">All of it.</param>
internal sealed record RawResponse(string Text)
{
    /// <summary>The status of the first answer that is not interim; <see cref="MalformedRequest.Closed"/> where there is none.</summary>
    public int Status => Head.Length == 0 ? MalformedRequest.Closed : int.Parse(Head.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The codes of the errors in the body; none where it is empty.</summary>
    public IReadOnlyList<string?> Codes
    {
        get
        {
            var json = Text.IndexOf("{\"errors\"", StringComparison.Ordinal) is var refused and >= 0 ? refused : Text.IndexOf("{\"data\"", StringComparison.Ordinal);
            if (json < 0)
                return [];
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Text[json..]));
            return JsonElement.ParseValue(ref reader).TryGetProperty("errors", out var errors)
                ? [.. errors.EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString()).Distinct()]
                : [];
        }
    }

    private string Head => Text.StartsWith("HTTP/1.1 100 ", StringComparison.Ordinal) ? Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : Text;

    /// <summary>Sends bytes, and reads until the server closes the connection.</summary>
    /// <param name="port">The server's port on this host.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isHalfClosed">Whether the client then says that nothing more comes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RawResponse> ToAsync(int port, byte[] bytes, bool isHalfClosed, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        // Apart: a server may refuse, and close, before it has read everything.
        var sending = SendAsync(socket, bytes, isHalfClosed, cancellationToken);
        var answer = await ReadAsync(socket, cancellationToken);
        socket.Close();
        await sending;
        return answer;
    }

    /// <summary>Reads until the server closes the connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RawResponse> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                // A socket is open from here on.
                if (text.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
                    break;
            }
        }
        catch (SocketException)
        {
            // Reset: what was unread of the request when the server closed. What came before counts.
        }

        return new RawResponse(text.ToString());
    }

    private static async Task SendAsync(Socket socket, byte[] bytes, bool isHalfClosed, CancellationToken cancellationToken)
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
            // The server has had enough.
        }
    }
}
