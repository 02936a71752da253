using System.Runtime.CompilerServices;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Stops SocketsHttpHandler from silently resending a request when the server closes the connection before responding (up to three times). Such resends would bypass the rate
/// limiter. This stream turns the early end of the stream into an exception, which the retry policy handles.
/// </summary>
/// <param name="connection">The decrypted connection.</param>
internal sealed class NoRetryStream(Stream connection) : Stream
{
    // The stream may end between responses, or after a body without a declared length.
    private volatile bool _isResponseStarted = true;

    public override bool CanRead => connection.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => connection.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The state of ended reads is used again. The handler awaits each read once, as it must do with those of a socket.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        CheckEndOfStream(await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => CheckEndOfStream(connection.Read(buffer, offset, count), count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnWrite();
        return connection.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        OnWrite();
        connection.Write(buffer, offset, count);
    }

    public override void Flush() => connection.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private void OnWrite()
    {
        if (_isResponseStarted)
            SendTracker.Current?.MarkSent();
        _isResponseStarted = false;
    }

    // A read into an empty buffer returns 0 without being the end; the handler uses such reads to wait for data.
    private int CheckEndOfStream(int read, int requested)
    {
        if (read > 0)
            _isResponseStarted = true;
        else if (requested > 0 && !_isResponseStarted)
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        return read;
    }
}
