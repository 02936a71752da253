namespace PortfolioGraph.Upstream;

/// <summary>Comma-separated values (RFC 4180), read only as far as every table can be read: cells, lines and quotes, no columns.</summary>
public static class CsvTable
{
    private const string ByteOrderMark = "\uFEFF";
    private const string Separators = ",;\t";

    private enum State
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
    public static char DetectSeparator(ReadOnlySpan<char> table)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        counts.Clear();
        var state = State.CellStart;
        foreach (var character in table.TrimStart(ByteOrderMark + "\r\n"))
        {
            if (state != State.Quoted && character is '\r' or '\n')
                break;
            // Which of the three ends a cell is not known yet, so each of them may.
            var separator = Separators.IndexOf(character, StringComparison.Ordinal);
            if (state != State.Quoted && separator >= 0)
                counts[separator]++;
            state = Next(state, character, separator >= 0);
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
    internal static bool MayBeComplete(ReadOnlySpan<char> table)
    {
        var separator = DetectSeparator(table);
        int? columns = null;
        var (state, cells, lastRowCells, isBlank) = (State.CellStart, 1, 0, true);
        foreach (var character in table.TrimStart(ByteOrderMark))
        {
            var isQuoted = state == State.Quoted;
            if (!isQuoted && character is '\r' or '\n')
                EndRow();
            else if (!isQuoted && character == separator)
                cells++;
            isBlank &= char.IsWhiteSpace(character) && !isQuoted;
            state = Next(state, character, character == separator);
        }

        EndRow();
        return state != State.Quoted && lastRowCells >= columns;

        void EndRow()
        {
            if (!isBlank)
                (columns, lastRowCells) = (columns ?? cells, cells);
            (cells, isBlank) = (1, true);
        }
    }

    // A quotation mark within an unquoted cell is a character like any other.
    private static State Next(State state, char character, bool isSeparator) => (state, character) switch
    {
        (State.Quoted, not '"') => State.Quoted,
        (State.Quoted, _) => State.AfterQuote,
        (State.CellStart or State.AfterQuote, '"') => State.Quoted,
        (_, '\r' or '\n') => State.CellStart,
        _ => isSeparator ? State.CellStart : State.Unquoted,
    };
}
