using System.Globalization;
using System.Text;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Makes comma-separated values safe to open in a spreadsheet, which runs a cell as a formula that begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c> ("CSV injection").
/// An apostrophe before it makes it text. Numbers stay as they are, and so does every other character: no column is relied upon.
/// </summary>
internal static class SpreadsheetCells
{
    private const char MakesText = '\'';

    /// <summary>The same table with the apostrophes it needs.</summary>
    /// <param name="csv">Values separated by commas, semicolons or tabs, quoted by quotation marks where they hold such.</param>
    public static string Defuse(string csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var safe = new StringBuilder(csv.Length);
        var isQuoted = false;
        var startsCell = true;

        for (var i = 0; i < csv.Length; i++)
        {
            var letter = csv[i];
            if (startsCell && StartsFormula(letter) && !IsNumber(CellAt(csv, i, isQuoted)))
                safe.Append(MakesText);

            safe.Append(letter);
            if (letter == '"')
            {
                // A mark at a cell's start opens it, and what follows is its start.
                startsCell = startsCell && !isQuoted;
                isQuoted = !isQuoted;
            }
            else
            {
                startsCell = !isQuoted && EndsCell(letter);
            }
        }

        return safe.Length == csv.Length ? csv : safe.ToString();
    }

    // The wide forms are read as the narrow ones where they are typed.
    private static bool StartsFormula(char letter) => letter is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    private static bool EndsCell(char letter) => letter is ',' or ';' or '\t' or '\n' or '\r';

    private static ReadOnlySpan<char> CellAt(string csv, int start, bool isQuoted)
    {
        var rest = csv.AsSpan(start);
        var end = isQuoted ? rest.IndexOf('"') : rest.IndexOfAny(",;\t\n\r");
        return end < 0 ? rest : rest[..end];
    }

    private static bool IsNumber(ReadOnlySpan<char> cell) =>
        double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
}
