using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Short texts of earlier responses. Nearly every response repeats names, symbols, ids and contracts, so their text is not allocated again. All members are thread-safe.
/// </summary>
internal sealed class KnownTexts
{
    /// <summary>The maximum length of a known text in bytes. It fits addresses, most names and the URLs of icons.</summary>
    public const int MaxLength = 64;

    // A table in which the hash of a text determines its only place, where it replaces the previous text. Unlike a pool with a list of recent uses, the table needs no lock and no
    // upkeep, and its size is fixed. Two threads that write the same place at once only cost an allocation later.
    private readonly string?[] _texts;
    private readonly int _shift;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">The maximum number of texts, rounded up to a power of two.</param>
    public KnownTexts(int capacity)
    {
        _texts = new string?[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _shift = 64 - BitOperations.Log2((uint)_texts.Length);
    }

    /// <summary>The texts of all responses.</summary>
    public static KnownTexts Shared { get; } = new(32_768);

    /// <summary>Returns a text, without allocating it if it is known.</summary>
    /// <param name="utf8">The text in valid UTF-8. Text that is long or not ASCII is always allocated.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
            return Encoding.UTF8.GetString(utf8);

        ref var place = ref _texts[Hash(utf8) >> _shift];
        if (place is { } known && Ascii.Equals(utf8, known))
            return known;
        return place = Encoding.UTF8.GetString(utf8);
    }

    // The hash only distributes texts over the table. An upstream that makes texts collide costs this server their allocation and nothing else.
    private static ulong Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Multiplier, 31);
        foreach (var octet in utf8)
            hash = (hash ^ octet) * Multiplier;
        return hash * Multiplier;
    }
}
