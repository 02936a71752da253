using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>
/// Encodes sort positions as cursors: base64url of a checksum, the digits of the value (none if unpriced), a space and the key of the item. The checksum also covers
/// the name of the list, which is not in the text, so that a cursor of another list is rejected as invalid. The checksum needs no secret, because a forged cursor
/// reveals nothing that the list itself does not.
/// </summary>
internal static class Cursors
{
    private const int ChecksumLength = 8;

    // A sign, 29 digits and a decimal point.
    private const int MaxValueLength = 31;

    /// <summary>The length of the longest cursor. Keys have up to three bytes per character.</summary>
    public static readonly int MaxLength = Base64Url.GetEncodedLength(ChecksumLength + MaxValueLength + 1 + (3 * SortPosition.MaxKeyLength));

    /// <summary>Returns the cursor of an item.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="item">The item.</param>
    public static string Create<T>(T item)
        where T : IHasSortPosition => Encode(GetListName<T>(item.Scope), item.SortPosition);

    /// <summary>Returns the sort position that a cursor argument names, or null without a cursor.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="scope">The scope of the list.</param>
    /// <param name="cursor">The cursor from the client; null if absent.</param>
    /// <param name="argument">The name of the argument.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID: the cursor is not a cursor of this list.</exception>
    public static SortPosition? Parse<T>(Scope scope, string? cursor, string argument)
        where T : IHasSortPosition =>
        cursor is null ? null : Decode(GetListName<T>(scope), cursor) ?? throw ArgumentErrors.InvalidCursor(argument);

    /// <summary>Returns the cursor of a sort position.</summary>
    /// <param name="list">The name of the list.</param>
    /// <param name="position">The sort position.</param>
    public static string Encode(string list, SortPosition position)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{position.ValueUsd} {position.Key}");
        return Base64Url.EncodeToString([.. Checksum(list, text), .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>Returns the sort position of a cursor, or null if it is not a cursor of this list.</summary>
    /// <param name="list">The name of the list.</param>
    /// <param name="cursor">The cursor from the client.</param>
    public static SortPosition? Decode(string list, string cursor)
    {
        if (cursor.Length > MaxLength)
            return null;

        Span<byte> bytes = stackalloc byte[MaxLength];
        if (Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done || length < ChecksumLength)
            return null;

        var text = Encoding.UTF8.GetString(bytes[ChecksumLength..length]);
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0 || !TryParseValue(text.AsSpan(0, end), out var value))
            return null;

        var position = new SortPosition(value, text[(end + 1)..]);
        // Encoding the position again verifies the checksum and rejects non-canonical encodings.
        return Encode(list, position) == cursor ? position : null;
    }

    private static string GetListName<T>(Scope scope)
        where T : IHasSortPosition => $"{T.ListName}|{scope}";

    private static ReadOnlySpan<byte> Checksum(string list, string text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{text}")).AsSpan(0, ChecksumLength);

    private static bool TryParseValue(ReadOnlySpan<char> digits, out decimal? value)
    {
        var isKnown = decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var known);
        value = isKnown ? known : null;
        return isKnown || digits.IsEmpty;
    }
}
