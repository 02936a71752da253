using System.Buffers;
using System.Text.Json;

namespace Couverture.Execution.Results;

/// <summary>The JSON of one operation's written values, one after another.</summary>
internal sealed class WrittenBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 1024;
    private const int MaxKeptSize = 1024 * 1024;

    // A response is written on the thread that has executed its last field, and the thread's next operation needs as large a buffer.
    [ThreadStatic]
    private static WrittenBuffer? _free;

    private byte[] _bytes = new byte[InitialSize];

    private WrittenBuffer() => Writer = new Utf8JsonWriter(this, ResultWriter.Options);

    /// <summary>Writes to this buffer.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>The number of bytes that are written and flushed.</summary>
    public int Length { get; private set; }

    /// <summary>Returns an empty buffer.</summary>
    public static WrittenBuffer Rent()
    {
        var free = _free;
        _free = null;
        return free ?? new WrittenBuffer();
    }

    /// <summary>Gives the buffer to another operation. Its values must not be read again.</summary>
    public void Return()
    {
        if (_bytes.Length > MaxKeptSize)
            return;
        TruncateTo(0);
        _free = this;
    }

    public ReadOnlySpan<byte> GetSpan(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Removes everything after a length.</summary>
    public void TruncateTo(int length)
    {
        Writer.Reset();
        Length = length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int size)
    {
        size = Math.Max(1, size);
        if (_bytes.Length - Length < size)
            Array.Resize(ref _bytes, checked(Math.Max(2 * _bytes.Length, Length + size)));
    }
}

/// <summary>A value of the response that is already JSON.</summary>
internal sealed class WrittenValue(WrittenBuffer buffer, int start, int length)
{
    public ReadOnlySpan<byte> Json => buffer.GetSpan(start, length);
}
