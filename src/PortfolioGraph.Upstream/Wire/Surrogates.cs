using System.Buffers.Text;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Replaces escaped lone surrogates (<c>\ud83d</c>) in JSON text. Some software truncates token names by 16-bit units and leaves half of a surrogate pair, which JSON readers
/// reject anywhere in a response.
/// </summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>Returns the body with U+FFFD in place of every escaped lone surrogate, or the body itself if it has none.</summary>
    /// <param name="body">The body in UTF-8.</param>
    public static ReadOnlySpan<byte> ReplaceLone(ReadOnlySpan<byte> body)
    {
        byte[]? result = null;
        for (var start = 0; NextEscape(body, start) is var index and >= 0; start = index)
        {
            var unit = UnitAt(body, index);
            if (unit is { } high && char.IsHighSurrogate(high) && UnitAt(body, index + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                index += 2 * EscapeLength;
                continue;
            }

            if (unit is { } lone && char.IsSurrogate(lone))
                "\\ufffd"u8.CopyTo((result ??= body.ToArray()).AsSpan(index));
            // The character after a backslash is part of the escape, even if it is a backslash.
            index += unit is null ? 2 : EscapeLength;
        }

        return result ?? body;
    }

    private static int NextEscape(ReadOnlySpan<byte> body, int from)
    {
        var next = from < body.Length ? body[from..].IndexOf((byte)'\\') : -1;
        return next < 0 ? -1 : from + next;
    }

    private static char? UnitAt(ReadOnlySpan<byte> body, int index) =>
        index + EscapeLength <= body.Length
        && body[index] == '\\'
        && body[index + 1] == 'u'
        && Utf8Parser.TryParse(body.Slice(index + 2, 4), out ushort unit, out var read, 'x')
        && read == 4
            ? (char)unit
            : null;
}
