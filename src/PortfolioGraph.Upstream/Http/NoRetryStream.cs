namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// A connection on which a request goes out once. Where a server hangs up before it answers, .NET's handler sends the same request up to three times more,
/// on its own: calls that no permit of the budget was taken for, and that nobody counts. Seen as a fault instead of an end, it is left to the pipeline.
/// </summary>
/// <param name="connection">The connection, decrypted.</param>
internal sealed class NoRetryStream(Stream connection) : Stream
{
    // An end between answers, or after a body that only the end delimits, is an end.
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

    // Nothing read into no buffer is no end: so the handler waits for data.
    private int CheckEndOfStream(int read, int requested)
    {
        if (read > 0)
            _isResponseStarted = true;
        else if (requested > 0 && !_isResponseStarted)
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        return read;
    }
}
