using System.Buffers.Text;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Escapes of surrogates in a JSON text (<c>\ud83d</c>). Names of tokens are cut by machines that count 16-bit units, so that half of a pair is left; no reader takes
/// such a text, wherever in the answer it stands.
/// </summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>The body with U+FFFD for every escape that is half of a pair; the body itself where there is none.</summary>
    /// <param name="body">The body, of sound UTF-8.</param>
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
            // The character after a backslash is a part of the escape, also where it is a backslash.
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
