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
    public static ReadOnlySpan<byte> Repaired(ReadOnlySpan<byte> body)
    {
        byte[]? repaired = null;
        for (var at = 0; NextEscape(body, at) is var found and >= 0; at = found)
        {
            var unit = UnitAt(body, found);
            if (unit is { } high && char.IsHighSurrogate(high) && UnitAt(body, found + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                found += 2 * EscapeLength;
                continue;
            }

            if (unit is { } single && char.IsSurrogate(single))
                "\\ufffd"u8.CopyTo((repaired ??= body.ToArray()).AsSpan(found));
            // The character after a backslash is a part of the escape, also where it is a backslash.
            found += unit is null ? 2 : EscapeLength;
        }

        return repaired ?? body;
    }

    private static int NextEscape(ReadOnlySpan<byte> body, int from)
    {
        var next = from < body.Length ? body[from..].IndexOf((byte)'\\') : -1;
        return next < 0 ? -1 : from + next;
    }

    private static char? UnitAt(ReadOnlySpan<byte> body, int at) =>
        at + EscapeLength <= body.Length
        && body[at] == '\\'
        && body[at + 1] == 'u'
        && Utf8Parser.TryParse(body.Slice(at + 2, 4), out ushort unit, out var read, 'x')
        && read == 4
            ? (char)unit
            : null;
}
