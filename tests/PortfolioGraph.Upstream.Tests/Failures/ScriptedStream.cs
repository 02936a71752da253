namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>A body that returns its start and then throws. Without an exception it never completes.</summary>
internal sealed class ScriptedStream(byte[] start, Exception? end) : ReadOnlyStream
{
    private bool _isStartReturned;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isStartReturned)
        {
            _isStartReturned = true;
            if (start.Length > 0)
            {
                start.CopyTo(buffer);
                return start.Length;
            }
        }

        if (end is not null)
            throw end;

        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}

/// <summary>An endless body of white space that counts the bytes that were read.</summary>
internal sealed class EndlessStream : ReadOnlyStream
{
    public long BytesRead { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Fill((byte)' ');
        BytesRead += buffer.Length;
        return ValueTask.FromResult(buffer.Length);
    }
}

internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
