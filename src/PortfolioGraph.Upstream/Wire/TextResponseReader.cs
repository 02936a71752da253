using System.Text;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Text that is passed on as it came: the CSV report, whose columns nobody promises (CONTRACT, "v5 general/report").</summary>
internal sealed class TextResponseReader : ResponseReader<string>
{
    public static readonly TextResponseReader Instance = new();

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<string> response)
    {
        response = default;
        var text = JsonResponseReader.WithoutByteOrderMark(body).Trim(" \t\r\n"u8);
        // A gateway's error page comes with any status, and so does the word for nothing.
        if (text.IsEmpty || text[0] == (byte)'<' || text.SequenceEqual("null"u8) || !Utf8.IsValid(body))
            return ParseStatus.Corrupted;
        // JSON is how the service tells of errors; no table begins like that.
        if (text[0] is (byte)'{' or (byte)'[')
            return ParseStatus.UnexpectedShape;

        var table = Encoding.UTF8.GetString(body);
        // Clients cannot tell a cut table from a whole one, so the rows that remain would pass for all rows.
        if (!CsvTable.MayBeComplete(table))
            return ParseStatus.Corrupted;

        response = new ParsedResponse<string>(table, null);
        return ParseStatus.Valid;
    }
}
