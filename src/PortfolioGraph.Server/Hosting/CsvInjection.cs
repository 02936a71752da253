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

    private enum State
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
        var state = State.CellStart;

        for (var i = 0; i < csv.Length; i++)
        {
            if (NeedsTextMarker(csv, i, state, separator))
                safe.Append(TextMarker);
            safe.Append(csv[i]);
            state = GetNextState(state, csv[i], separator);
        }

        return safe.Length == csv.Length ? csv : safe.ToString();
    }

    private static bool NeedsTextMarker(string csv, int at, State state, char separator) => (state, csv[at]) switch
    {
        (State.QuotedStart, '\t' or '\r' or '\n') => true,
        // An unquoted tab belongs to its cell unless it is the separator. An unquoted line break never does.
        (State.CellStart, '\t') => separator != '\t',
        (State.CellStart or State.AfterOtherSeparator or State.QuotedStart or State.AfterEmptyQuotes, var letter) => StartsFormula(letter) && !IsNumber(GetCell(csv, at, state == State.QuotedStart, separator), separator),
        _ => false,
    };

    // A quotation mark within an unquoted cell has no special meaning.
    private static State GetNextState(State state, char letter, char separator) => (state, letter) switch
    {
        (State.CellStart, '"') => State.QuotedStart,
        (State.QuotedStart, '"') => State.AfterEmptyQuotes,
        (State.Quoted, '"') => State.AfterQuote,
        (State.QuotedStart or State.Quoted, _) or (State.AfterEmptyQuotes or State.AfterQuote, '"') => State.Quoted,
        (_, '\r' or '\n') => State.CellStart,
        (_, ',' or ';' or '\t') => letter == separator ? State.CellStart : State.AfterOtherSeparator,
        _ => State.Unquoted,
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
