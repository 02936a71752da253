using System.Buffers;
using System.Globalization;
using System.Text;

namespace PortfolioGraph.Bench.Upstream;

/// <summary>Writes text into a rented buffer.</summary>
internal sealed class ByteWriter : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _length;

    /// <summary>What was written. Valid until the writer is disposed.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes text in ASCII.</summary>
    public void WriteText(string text)
    {
        Encoding.ASCII.GetBytes(text, Reserve(text.Length));
        _length += text.Length;
    }

    /// <summary>Writes a number as Python does: the shortest digits, with a fraction.</summary>
    public void Write(double value)
    {
        value.TryFormat(Reserve(32), out var written, "R", CultureInfo.InvariantCulture);
        var isInteger = !_buffer.AsSpan(_length, written).ContainsAny((byte)'.', (byte)'E');
        _length += written;
        if (isInteger)
            Write(".0"u8);
    }

    public void WriteHex(ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Reserve(2 * bytes.Length), out var written);
        _length += written;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (_length + count));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
