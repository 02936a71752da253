namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>A line of <c>DIFFERENCES.md</c>.</summary>
/// <param name="File">The file of the records.</param>
/// <param name="Record">The record's name; with a star at its end all that begin so.</param>
/// <param name="Aspects">In what the answers differ.</param>
/// <param name="Reason">Why that is accepted.</param>
internal sealed record AcceptedDifference(string File, string Record, IReadOnlyList<string> Aspects, string Reason)
{
    /// <summary>All lines of the table.</summary>
    public static IReadOnlyList<AcceptedDifference> All { get; } =
    [
        .. System.IO.File.ReadLines(Path.Combine(RecordedExchange.Folder, "DIFFERENCES.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new AcceptedDifference(cells[0], cells[1], cells[2].Split(", "), cells[3])),
    ];

    /// <summary>Whether the line speaks of a record.</summary>
    /// <param name="file">The record's file.</param>
    /// <param name="record">Its name.</param>
    public bool Covers(string file, string record) => File == file && (Record.EndsWith('*') ? record.StartsWith(Record[..^1], StringComparison.Ordinal) : record == Record);
}
