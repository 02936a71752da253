using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>
/// Encodes points in the order of a list as cursors: base64url of a checksum, the values of the client's sort keys as a line of JSON (without keys, no line), the digits of
/// the value (none if unpriced), a space and the key of the item. The checksum also covers the name of the list and its order, which are not in the text, so that a cursor of
/// another list or order is rejected as invalid. The checksum needs no secret, because a forged cursor reveals nothing that the list itself does not.
/// </summary>
internal static class Cursors
{
    private const int ChecksumLength = 8;

    // A sign, 29 digits and a decimal point.
    private const int MaxValueLength = 31;

    // The JSON of a text has up to six bytes per character, besides quotes and a comma. An amount has up to 1,000 digits.
    private const int MaxSortValueLength = (6 * SortPosition.MaxKeyLength) + 3;

    /// <summary>The length of the longest cursor without sort keys. Keys of items have up to three bytes per character.</summary>
    public static readonly int MaxLength = Base64Url.GetEncodedLength(ChecksumLength + MaxValueLength + 1 + (3 * SortPosition.MaxKeyLength));

    /// <summary>Returns the cursor of a point.</summary>
    /// <param name="list">The name of the list and its order.</param>
    /// <param name="position">The position in the list's own order.</param>
    /// <param name="values">The values of the client's sort keys.</param>
    public static string Encode(string list, SortPosition position, IReadOnlyList<string?> values)
    {
        var line = values.Count == 0 ? "" : JsonSerializer.Serialize(values) + "\n";
        var text = string.Create(CultureInfo.InvariantCulture, $"{line}{position.ValueUsd} {position.Key}");
        return Base64Url.EncodeToString([.. Checksum(list, text), .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>Returns the point of a cursor, or null if it is not a cursor of this list in this order.</summary>
    /// <param name="list">The name of the list and its order.</param>
    /// <param name="cursor">The cursor from the client.</param>
    /// <param name="keyCount">The number of the client's sort keys.</param>
    public static (SortPosition Position, IReadOnlyList<string?> Values)? Decode(string list, string cursor, int keyCount)
    {
        var maxLength = MaxLength + (keyCount == 0 ? 0 : Base64Url.GetEncodedLength(2 + (keyCount * MaxSortValueLength)));
        if (cursor.Length > maxLength)
            return null;

        var bytes = new byte[cursor.Length];
        if (Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done || length < ChecksumLength)
            return null;

        var text = Encoding.UTF8.GetString(bytes, ChecksumLength, length - ChecksumLength);
        if (!bytes.AsSpan(0, ChecksumLength).SequenceEqual(Checksum(list, text)))
            return null;

        IReadOnlyList<string?> values = [];
        if (keyCount > 0)
        {
            var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
            if (lineEnd < 0 || ReadValues(text.AsSpan(0, lineEnd)) is not { } read || read.Length != keyCount)
                return null;
            (values, text) = (read, text[(lineEnd + 1)..]);
        }

        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0 || !TryParseValue(text.AsSpan(0, end), out var value))
            return null;

        var position = new SortPosition(value, text[(end + 1)..]);
        // Encoding the point again rejects non-canonical encodings.
        return Encode(list, position, values) == cursor ? (position, values) : null;
    }

    // The checksum has no secret, so a client can compute it for any text.
    private static string?[]? ReadValues(ReadOnlySpan<char> json)
    {
        try
        {
            return JsonSerializer.Deserialize<string?[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Checksum(string list, string text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{text}")).AsSpan(0, ChecksumLength);

    private static bool TryParseValue(ReadOnlySpan<char> digits, out decimal? value)
    {
        var isKnown = decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var known);
        value = isKnown ? known : null;
        return isKnown || digits.IsEmpty;
    }
}
