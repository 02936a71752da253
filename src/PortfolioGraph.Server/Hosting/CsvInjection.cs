using System.Globalization;
using System.Text;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Makes comma-separated values safe to open in a spreadsheet, which runs a cell as a formula that begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c>, and may do so as well
/// if tabs or line breaks come first (OWASP, "CSV injection"). An apostrophe at the cell's start makes it text. Numbers stay as they are, and so does every other character.
/// </summary>
internal static class CsvInjection
{
    // Not a CSV library: reading and writing again would change columns and quotes that are the data source's; this only inserts apostrophes.

    private const char MakesText = '\'';
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly NumberFormatInfo DecimalComma = new() { NumberDecimalSeparator = "," };

    private enum Place
    {
        CellStart,
        Unquoted,

        /// <summary>Within an unquoted cell, after a character that a spreadsheet with other settings takes for a separator.</summary>
        AfterOtherSeparator,

        /// <summary>Before the first character of a quoted cell.</summary>
        QuotedStart,
        Quoted,

        /// <summary>After a quoted cell of nothing, or the first half of a doubled quotation mark. Spreadsheets add what follows such a cell to it.</summary>
        AfterEmptyQuotes,

        /// <summary>After a quotation mark inside a quoted cell: the mark ends the cell, or is the first half of a doubled one.</summary>
        AfterQuote,
    }

    /// <summary>Returns the same table with the apostrophes it needs.</summary>
    /// <param name="csv">The table, without a byte order mark; cells may be quoted.</param>
    /// <param name="separator">The character between its cells: a comma, a semicolon or a tab.</param>
    public static string Escape(string csv, char separator)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var safe = new StringBuilder(csv.Length);
        var place = Place.CellStart;

        for (var i = 0; i < csv.Length; i++)
        {
            if (MustBeMadeText(csv, i, place, separator))
                safe.Append(MakesText);
            safe.Append(csv[i]);
            place = After(place, csv[i], separator);
        }

        return safe.Length == csv.Length ? csv : safe.ToString();
    }

    private static bool MustBeMadeText(string csv, int at, Place place, char separator) => (place, csv[at]) switch
    {
        (Place.QuotedStart, '\t' or '\r' or '\n') => true,
        // In a table of commas an unquoted tab belongs to its cell. An unquoted line break never does.
        (Place.CellStart, '\t') => separator != '\t',
        (Place.CellStart or Place.AfterOtherSeparator or Place.QuotedStart or Place.AfterEmptyQuotes, var letter) => StartsFormula(letter) && !IsNumber(CellAt(csv, at, place == Place.QuotedStart, separator), separator),
        _ => false,
    };

    // A quotation mark within an unquoted cell is a character like any other.
    private static Place After(Place place, char letter, char separator) => (place, letter) switch
    {
        (Place.CellStart, '"') => Place.QuotedStart,
        (Place.QuotedStart, '"') => Place.AfterEmptyQuotes,
        (Place.Quoted, '"') => Place.AfterQuote,
        (Place.QuotedStart or Place.Quoted, _) or (Place.AfterEmptyQuotes or Place.AfterQuote, '"') => Place.Quoted,
        (_, '\r' or '\n') => Place.CellStart,
        (_, ',' or ';' or '\t') => letter == separator ? Place.CellStart : Place.AfterOtherSeparator,
        _ => Place.Unquoted,
    };

    // The wide forms are read as the narrow ones where they are typed.
    private static bool StartsFormula(char letter) => letter is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    private static ReadOnlySpan<char> CellAt(string csv, int start, bool isQuoted, char separator)
    {
        var rest = csv.AsSpan(start);
        var end = isQuoted ? rest.IndexOf('"') : rest.IndexOfAny(separator, '\n', '\r');
        // A doubled quotation mark belongs to the cell, which is then not a number.
        return end < 0 ? rest : rest[end..] is ['"', '"', ..] ? rest[..(end + 1)] : rest[..end];
    }

    private static bool IsNumber(ReadOnlySpan<char> cell, char separator) =>
        double.TryParse(cell, Number, CultureInfo.InvariantCulture, out _) || (separator != ',' && double.TryParse(cell, Number, DecimalComma, out _));
}
