namespace PortfolioGraph.Upstream;

/// <summary>Checks of comma-separated values (RFC 4180) that need only cells, lines and quotes, because the columns are not specified.</summary>
public static class CsvTable
{
    private const string ByteOrderMark = "\uFEFF";
    private const string Separators = ",;\t";

    private enum State
    {
        CellStart,
        Unquoted,
        Quoted,

        /// <summary>After a quotation mark inside a quoted cell. The mark ends the cell or is the first half of an escaped quotation mark.</summary>
        AfterQuote,
    }

    /// <summary>
    /// Returns the character that separates the cells of a table: comma, semicolon or tab, whichever occurs most often in the header outside quoted cells. The header is the
    /// first line that is not empty. In a tie the order is comma, semicolon, tab, so a table of one column has the comma.
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
            // The separator is not known yet, so each of the three ends a cell.
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

    /// <summary>
    /// Whether a table may be complete. Its text must not end inside a quoted cell, and its last row must have at least as many cells as its first. Blank lines are ignored.
    /// </summary>
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

    // A quotation mark within an unquoted cell is an ordinary character.
    private static State Next(State state, char character, bool isSeparator) => (state, character) switch
    {
        (State.Quoted, not '"') => State.Quoted,
        (State.Quoted, _) => State.AfterQuote,
        (State.CellStart or State.AfterQuote, '"') => State.Quoted,
        (_, '\r' or '\n') => State.CellStart,
        _ => isSeparator ? State.CellStart : State.Unquoted,
    };
}
