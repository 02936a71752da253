using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>
/// The sending side of a socket, which many may use in turn. Whoever sends waits until the client has read enough, so nothing piles up for
/// a slow one.
/// </summary>
internal sealed class SocketConnection(WebSocket socket, TimeSpan closeTimeout, TimeProvider time, CancellationToken connectionAborted) : IAsyncDisposable
{
    // RFC 6455, section 5.5: a control frame has 125 bytes, two of them are the code.
    private const int MaxReasonBytes = 123;

    private readonly SemaphoreSlim _sendLock = new(1);
    private readonly CancellationTokenSource _closeTimeoutSource = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _lock = new();
    private Task? _closing;

    /// <summary>Whether the server has closed its side, or is about to: nothing more is sent.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
                return _closing is not null;
        }
    }

    /// <summary>Whether the server's side is closed, as it is by itself after a fault against the WebSocket protocol.</summary>
    public bool IsClosed => socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived);

    /// <summary>Sends a message; nothing where the socket is closing.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The message is not wanted any more, unless it is on its way.</param>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">It was not wanted any more, or the connection is lost.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sendLock.WaitAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Cutting a message short ends the socket, so nothing less than its loss may.
            if (!IsClosing)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, connectionAborted);
        }
        finally
        {
            _sendLock.Release();
        }
    }

    /// <summary>
    /// Closes the server's side; the first reason holds. A client that does not let this through, or does not close its own side, is cut off
    /// after a time.
    /// </summary>
    public Task CloseAsync(SocketCloseCode code, string reason)
    {
        lock (_lock)
            return _closing ??= CloseOutputAsync((WebSocketCloseStatus)code, TruncateReason(reason));
    }

    /// <summary>Cuts the connection.</summary>
    public void Abort() => socket.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_closing is { } closing)
            await closing;
        _closeTimeoutSource.Dispose();
        _sendLock.Dispose();
    }

    private async Task CloseOutputAsync(WebSocketCloseStatus code, string reason)
    {
        await Task.Yield();
        _closeTimeoutSource.Token.UnsafeRegister(static socket => ((WebSocket)socket!).Abort(), socket);
        _closeTimeoutSource.CancelAfter(closeTimeout);
        try
        {
            await _sendLock.WaitAsync(_closeTimeoutSource.Token);
            try
            {
                if (!IsClosed)
                    await socket.CloseOutputAsync(code, reason, _closeTimeoutSource.Token);
            }
            finally
            {
                _sendLock.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // There is nobody to tell.
            socket.Abort();
        }
    }

    private static string TruncateReason(string reason)
    {
        Span<byte> utf8 = stackalloc byte[MaxReasonBytes];
        Utf8.FromUtf16(reason, utf8, out _, out var written);
        return Encoding.UTF8.GetString(utf8[..written]);
    }
}
