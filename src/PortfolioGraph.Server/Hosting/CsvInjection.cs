using System.Globalization;
using System.Text;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Makes comma-separated values safe to open in a spreadsheet (OWASP, "CSV injection"). A spreadsheet runs a cell as a formula if it starts with <c>=</c>, <c>+</c>, <c>-</c> or
/// <c>@</c>. Some spreadsheets do so even after tabs or line breaks. An apostrophe at the start of such a cell makes it text. Numbers and all other characters stay unchanged.
/// </summary>
internal static class CsvInjection
{
    // Does not use a CSV library: parsing and rewriting would change columns and quotes of the data source. This code only inserts apostrophes.

    private const char TextMarker = '\'';
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly NumberFormatInfo DecimalComma = new() { NumberDecimalSeparator = "," };

    private enum Place
    {
        CellStart,
        Unquoted,

        /// <summary>Within an unquoted cell, after a character that a spreadsheet with other settings reads as a separator.</summary>
        AfterOtherSeparator,

        /// <summary>Before the first character of a quoted cell.</summary>
        QuotedStart,
        Quoted,

        /// <summary>After an empty quoted cell, or after the first half of a doubled quotation mark. Spreadsheets append the following text to such a cell.</summary>
        AfterEmptyQuotes,

        /// <summary>After a quotation mark inside a quoted cell. The mark ends the cell, or is the first half of a doubled mark.</summary>
        AfterQuote,
    }

    /// <summary>Returns the table with an apostrophe before each cell that a spreadsheet would run.</summary>
    /// <param name="csv">The table, without a byte order mark; cells may be quoted.</param>
    /// <param name="separator">The separator of the cells, which is a comma, a semicolon or a tab.</param>
    public static string Escape(string csv, char separator)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var safe = new StringBuilder(csv.Length);
        var place = Place.CellStart;

        for (var i = 0; i < csv.Length; i++)
        {
            if (NeedsTextMarker(csv, i, place, separator))
                safe.Append(TextMarker);
            safe.Append(csv[i]);
            place = GetNextPlace(place, csv[i], separator);
        }

        return safe.Length == csv.Length ? csv : safe.ToString();
    }

    private static bool NeedsTextMarker(string csv, int at, Place place, char separator) => (place, csv[at]) switch
    {
        (Place.QuotedStart, '\t' or '\r' or '\n') => true,
        // An unquoted tab belongs to its cell unless it is the separator. An unquoted line break never does.
        (Place.CellStart, '\t') => separator != '\t',
        (Place.CellStart or Place.AfterOtherSeparator or Place.QuotedStart or Place.AfterEmptyQuotes, var letter) => StartsFormula(letter) && !IsNumber(GetCell(csv, at, place == Place.QuotedStart, separator), separator),
        _ => false,
    };

    // A quotation mark within an unquoted cell has no special meaning.
    private static Place GetNextPlace(Place place, char letter, char separator) => (place, letter) switch
    {
        (Place.CellStart, '"') => Place.QuotedStart,
        (Place.QuotedStart, '"') => Place.AfterEmptyQuotes,
        (Place.Quoted, '"') => Place.AfterQuote,
        (Place.QuotedStart or Place.Quoted, _) or (Place.AfterEmptyQuotes or Place.AfterQuote, '"') => Place.Quoted,
        (_, '\r' or '\n') => Place.CellStart,
        (_, ',' or ';' or '\t') => letter == separator ? Place.CellStart : Place.AfterOtherSeparator,
        _ => Place.Unquoted,
    };

    // Spreadsheets also accept the full-width forms.
    private static bool StartsFormula(char letter) => letter is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    private static ReadOnlySpan<char> GetCell(string csv, int start, bool isQuoted, char separator)
    {
        var rest = csv.AsSpan(start);
        var end = isQuoted ? rest.IndexOf('"') : rest.IndexOfAny(separator, '\n', '\r');
        // Include the first mark of a doubled quotation mark, so that the text is not a number.
        return end < 0 ? rest : rest[end..] is ['"', '"', ..] ? rest[..(end + 1)] : rest[..end];
    }

    private static bool IsNumber(ReadOnlySpan<char> cell, char separator) =>
        double.TryParse(cell, Number, CultureInfo.InvariantCulture, out _) || (separator != ',' && double.TryParse(cell, Number, DecimalComma, out _));
}
