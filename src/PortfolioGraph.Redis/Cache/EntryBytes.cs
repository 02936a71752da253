using System.Globalization;
using System.IO.Compression;
using System.Text;
using PortfolioGraph.Core;

namespace PortfolioGraph.Redis;

/// <summary>Writes entries as the scripts expect them: 27 characters that the scripts read, one character for the compression, and the value.</summary>
internal static class EntryBytes
{
    // Smaller values hardly shrink.
    private const int MinCompressedLength = 1024;

    // A whale's holdings have some hundred kilobytes. A value beyond this limit is loaded by each replica itself.
    private const int MaxLength = 4 * 1024 * 1024;

    // A bound on what a damaged entry can expand to.
    private const int MaxExpandedLength = 64 * 1024 * 1024;

    private const int HeadLength = 28;

    /// <summary>Writes an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The bytes; null if the entry is too large to be shared.</returns>
    public static byte[]? Write(SharedEntry entry)
    {
        var isCompressed = entry.Value.Length >= MinCompressedLength;
        using var bytes = new MemoryStream(HeadLength + entry.Value.Length);
        var age = (long)Math.Min(entry.AgeWhenLoaded.TotalMilliseconds, 9_999_999_999_999);
        var head = string.Create(CultureInfo.InvariantCulture, $"{entry.LoadedAt:D13}{age:D13}{(entry.BypassedUpstreamCache ? '1' : '0')}{(isCompressed ? 'b' : '-')}");
        bytes.Write(Encoding.ASCII.GetBytes(head));
        if (isCompressed)
        {
            using var compressed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true);
            compressed.Write(entry.Value.Span);
        }
        else
        {
            bytes.Write(entry.Value.Span);
        }

        return bytes.Length > MaxLength ? null : bytes.ToArray();
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The entry; null if the bytes are damaged.</returns>
    public static SharedEntry? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeadLength)
            return null;

        var head = Encoding.ASCII.GetString(bytes.Span[..HeadLength]);
        if (!long.TryParse(head.AsSpan(0, 13), NumberStyles.None, CultureInfo.InvariantCulture, out var loadedAt)
            || !long.TryParse(head.AsSpan(13, 13), NumberStyles.None, CultureInfo.InvariantCulture, out var age))
        {
            return null;
        }

        var value = head[27] == 'b' ? Expand(bytes[HeadLength..]) : bytes[HeadLength..];
        return value is { } read ? new SharedEntry(read, loadedAt, TimeSpan.FromMilliseconds(age), head[26] == '1') : null;
    }

    private static ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var source = new BrotliStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
            using var expanded = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (expanded.Length + read > MaxExpandedLength)
                    return null;
                expanded.Write(buffer, 0, read);
            }

            return expanded.ToArray();
        }
        catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
