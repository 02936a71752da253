namespace PortfolioGraph.Upstream;

/// <summary>Comma-separated values (RFC 4180), read only as far as every table can be read: cells, lines and quotes, no columns.</summary>
public static class CsvTable
{
    private const string ByteOrderMark = "\uFEFF";
    private const string Separators = ",;\t";

    private enum Place
    {
        CellStart,
        Unquoted,
        Quoted,

        /// <summary>After a quotation mark inside a quoted cell: the mark ends the cell, or is the first half of a doubled one.</summary>
        AfterQuote,
    }

    /// <summary>
    /// Returns the character that separates the cells of a table: of comma, semicolon and tab the one that occurs most often outside quoted cells in the first line that is
    /// not empty, which names the columns. The earlier of the three wins a tie, so that a table of one column has the comma.
    /// </summary>
    /// <param name="table">The table, with or without a byte order mark.</param>
    public static char SeparatorOf(ReadOnlySpan<char> table)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        counts.Clear();
        var place = Place.CellStart;
        foreach (var letter in table.TrimStart(ByteOrderMark + "\r\n"))
        {
            if (place != Place.Quoted && letter is '\r' or '\n')
                break;
            // Which of the three ends a cell is not known yet, so each of them may.
            var separator = Separators.IndexOf(letter, StringComparison.Ordinal);
            if (place != Place.Quoted && separator >= 0)
                counts[separator]++;
            place = After(place, letter, separator >= 0);
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            if (counts[i] > counts[best])
                best = i;
        }

        return Separators[best];
    }

    /// <summary>Whether a table may be whole: its text does not end inside a quoted cell, and its last line has at least as many cells as its first. Blank lines do not count.</summary>
    /// <param name="table">The table, with or without a byte order mark.</param>
    internal static bool MayBeWhole(ReadOnlySpan<char> table)
    {
        var separator = SeparatorOf(table);
        int? columns = null;
        var (place, cells, lastCells, isBlank) = (Place.CellStart, 1, 0, true);
        foreach (var letter in table.TrimStart(ByteOrderMark))
        {
            var isQuoted = place == Place.Quoted;
            if (!isQuoted && letter is '\r' or '\n')
                EndLine();
            else if (!isQuoted && letter == separator)
                cells++;
            isBlank &= char.IsWhiteSpace(letter) && !isQuoted;
            place = After(place, letter, letter == separator);
        }

        EndLine();
        return place != Place.Quoted && lastCells >= columns;

        void EndLine()
        {
            if (!isBlank)
                (columns, lastCells) = (columns ?? cells, cells);
            (cells, isBlank) = (1, true);
        }
    }

    // A quotation mark within an unquoted cell is a character like any other.
    private static Place After(Place place, char letter, bool isSeparator) => (place, letter) switch
    {
        (Place.Quoted, not '"') => Place.Quoted,
        (Place.Quoted, _) => Place.AfterQuote,
        (Place.CellStart or Place.AfterQuote, '"') => Place.Quoted,
        (_, '\r' or '\n') => Place.CellStart,
        _ => isSeparator ? Place.CellStart : Place.Unquoted,
    };
}
