using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Upstream.Tests;

/// <summary>A loopback server that responds to every connection in the same way and closes the connection.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Stream, Task> _respond;
    private readonly bool _readsHead;
    private readonly bool _resets;
    private readonly Task _serving;
    private int _requests;

    /// <param name="respond">Writes the response.</param>
    /// <param name="readsHead">Whether the request's head is read first.</param>
    /// <param name="resets">Whether the connection is reset after the response instead of closed.</param>
    public LoopbackServer(Func<Stream, Task> respond, bool readsHead = true, bool resets = false)
    {
        _respond = respond;
        _readsHead = readsHead;
        _resets = resets;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/portfolio/portfolio");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Requests => Volatile.Read(ref _requests);

    public static LoopbackServer Returning(string raw, bool readsHead = true, bool resets = false) =>
        new(stream => stream.WriteAsync(Encoding.ASCII.GetBytes(raw.ReplaceLineEndings("\r\n"))).AsTask(), readsHead, resets);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await using var stream = client.GetStream();
                if (_readsHead)
                    await ReadHeadAsync(stream);
                Interlocked.Increment(ref _requests);
                await _respond(stream);
                if (_resets)
                    client.Client.Close(timeout: 0);
                else
                    client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // The client may close the connection at any time, which some tests check.
            }
        }
    }

    private static async Task ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                throw new IOException("The request is incomplete.");
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
