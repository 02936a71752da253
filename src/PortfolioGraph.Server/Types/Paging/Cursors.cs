using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>
/// The text by which clients name a place in a list: base64url of a checksum, the value's digits (none if unpriced), a space and the item's key. The checksum also covers
/// the list's name, which is not in the text, so that a cursor of another list is refused like a damaged one. The checksum needs no secret, because a forged cursor shows
/// nothing that the list itself does not.
/// </summary>
internal static class Cursors
{
    private const int ChecksumLength = 8;

    // A sign, 29 digits, a point.
    private const int MaxValueLength = 31;

    /// <summary>The longest cursor; keys have up to three bytes for each character.</summary>
    public static readonly int MaxLength = Base64Url.GetEncodedLength(ChecksumLength + MaxValueLength + 1 + (3 * Place.MaxKeyLength));

    /// <summary>The cursor of an item.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="item">The item.</param>
    public static string Of<T>(T item)
        where T : IPlaced => Encode(ListOf<T>(item.Scope), item.Place);

    /// <summary>The place that an argument names.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="scope">Whose list.</param>
    /// <param name="cursor">What the client gave; null for nothing.</param>
    /// <param name="argument">The argument.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID: no item of this list ever had this cursor.</exception>
    public static Place? Read<T>(Scope scope, string? cursor, string argument)
        where T : IPlaced =>
        cursor is null ? null : Decode(ListOf<T>(scope), cursor) ?? throw ArgumentErrors.NotACursor(argument);

    /// <summary>The cursor of a place.</summary>
    /// <param name="list">The list's name.</param>
    /// <param name="place">The place.</param>
    public static string Encode(string list, Place place)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{place.ValueUsd} {place.Key}");
        return Base64Url.EncodeToString([.. Checksum(list, text), .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>The place of a cursor; null where it is not one of this list.</summary>
    /// <param name="list">The list's name.</param>
    /// <param name="cursor">What the client gave.</param>
    public static Place? Decode(string list, string cursor)
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

        var place = new Place(value, text[(end + 1)..]);
        // What this place's cursor would be, to the letter: the checksum is compared with the rest, and each place has one spelling only.
        return Encode(list, place) == cursor ? place : null;
    }

    private static string ListOf<T>(Scope scope)
        where T : IPlaced => $"{T.ListName}|{scope}";

    private static ReadOnlySpan<byte> Checksum(string list, string text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{text}")).AsSpan(0, ChecksumLength);

    private static bool TryParseValue(ReadOnlySpan<char> digits, out decimal? value)
    {
        var isKnown = decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var known);
        value = isKnown ? known : null;
        return isKnown || digits.IsEmpty;
    }
}
