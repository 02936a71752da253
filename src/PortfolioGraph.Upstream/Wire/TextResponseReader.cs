using System.Text;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Returns text unchanged: the CSV report, whose columns are not specified (CONTRACT, "v5 general/report").</summary>
internal sealed class TextResponseReader : ResponseReader<string>
{
    public static readonly TextResponseReader Instance = new();

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<string> response)
    {
        response = default;
        var text = JsonResponseReader.WithoutByteOrderMark(body).Trim(" \t\r\n"u8);
        // A gateway's error page, or null, may be sent with any status.
        if (text.IsEmpty || text[0] == (byte)'<' || text.SequenceEqual("null"u8) || !Utf8.IsValid(body))
            return ParseStatus.Corrupted;
        // The service reports errors in JSON, and no table starts like JSON.
        if (text[0] is (byte)'{' or (byte)'[')
            return ParseStatus.UnexpectedShape;

        var table = Encoding.UTF8.GetString(body);
        // Clients could not distinguish a truncated table from a complete one.
        if (!CsvTable.MayBeComplete(table))
            return ParseStatus.Corrupted;

        response = new ParsedResponse<string>(table, null);
        return ParseStatus.Valid;
    }
}
