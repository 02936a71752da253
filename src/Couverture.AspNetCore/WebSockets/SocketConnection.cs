using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>
/// The sending side of a socket, shared by several operations. Each send waits until the client has read enough, so that nothing accumulates
/// for a slow client.
/// </summary>
internal sealed class SocketConnection(WebSocket socket, TimeSpan closeTimeout, TimeProvider time, CancellationToken connectionAborted) : IAsyncDisposable
{
    // RFC 6455, section 5.5: a control frame has at most 125 bytes, of which the close code takes two.
    private const int MaxReasonBytes = 123;

    private readonly SemaphoreSlim _sendLock = new(1);
    private readonly CancellationTokenSource _closeTimeoutSource = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _lock = new();
    private Task? _closing;

    /// <summary>Whether the server has closed its side or is closing it, so that no more messages are sent.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
                return _closing is not null;
        }
    }

    /// <summary>Whether the server's side is closed. The runtime closes it by itself if the client violates the WebSocket protocol.</summary>
    public bool IsClosed => socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived);

    /// <summary>Sends a message, unless the socket is closing.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the message unless its sending has started.</param>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">The message was cancelled, or the connection is lost.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sendLock.WaitAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Cancelling a send aborts the socket, so only the loss of the connection may cancel it.
            if (!IsClosing)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, connectionAborted);
        }
        finally
        {
            _sendLock.Release();
        }
    }

    /// <summary>
    /// Closes the server's side; later calls keep the first code and reason. The connection is aborted if the client does not receive the
    /// close frame, or does not close its own side, within the close timeout.
    /// </summary>
    public Task CloseAsync(SocketCloseCode code, string reason)
    {
        lock (_lock)
            return _closing ??= CloseOutputAsync((WebSocketCloseStatus)code, TruncateReason(reason));
    }

    /// <summary>Aborts the connection.</summary>
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
            // The client can no longer receive the close frame.
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
