namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>A row of the table in <c>DIFFERENCES.md</c>.</summary>
/// <param name="File">The file of the record.</param>
/// <param name="Record">The name of the record, or a prefix of names with a star at its end.</param>
/// <param name="Aspects">The aspects that differ.</param>
/// <param name="Reason">The reason for accepting the difference.</param>
internal sealed record AcceptedDifference(string File, string Record, IReadOnlyList<string> Aspects, string Reason)
{
    /// <summary>All rows of the table.</summary>
    public static IReadOnlyList<AcceptedDifference> All { get; } =
    [
        .. System.IO.File.ReadLines(Path.Combine(RecordedExchange.Folder, "DIFFERENCES.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new AcceptedDifference(cells[0], cells[1], cells[2].Split(", "), cells[3])),
    ];

    /// <summary>Whether the row applies to a record.</summary>
    /// <param name="file">The file of the record.</param>
    /// <param name="record">The name of the record.</param>
    public bool Covers(string file, string record) => File == file && (Record.EndsWith('*') ? record.StartsWith(Record[..^1], StringComparison.Ordinal) : record == Record);
}
