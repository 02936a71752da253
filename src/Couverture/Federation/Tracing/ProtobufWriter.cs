using System.Buffers;
using System.Text;

namespace Couverture.Federation.Tracing;

/// <summary>Writes the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0;
    private const int LengthDelimitedType = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>Writes an integer, even if it is 0.</summary>
    public void Write(int field, ulong value)
    {
        WriteVarint((ulong)(field << 3 | VarintType));
        WriteVarint(value);
    }

    /// <summary>Writes a text.</summary>
    public void Write(int field, string text) => WriteBytes(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a nested message.</summary>
    public void Write(int field, ProtobufWriter message) => WriteBytes(field, message.WrittenSpan);

    private void WriteBytes(int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)(field << 3 | LengthDelimitedType));
        WriteVarint((ulong)bytes.Length);
        _buffer.Write(bytes);
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            WriteByte((byte)(value | 0x80));
        WriteByte((byte)value);
    }

    private void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
