using System.Text;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Text that is passed on as it came: the CSV report, whose columns nobody promises (CONTRACT, "v5 general/report").</summary>
internal sealed class TextFormat : AnswerFormat<string>
{
    public static readonly TextFormat Instance = new();

    public override BodyVerdict TryRead(ReadOnlySpan<byte> body, out WireAnswer<string> answer)
    {
        answer = default;
        var text = JsonFormat.WithoutMark(body).Trim(" \t\r\n"u8);
        // A gateway's error page comes with any status, and so does the word for nothing.
        if (text.IsEmpty || text[0] == (byte)'<' || text.SequenceEqual("null"u8) || !Utf8.IsValid(body))
            return BodyVerdict.Damaged;
        // JSON is how the service tells of errors; no table begins like that.
        if (text[0] is (byte)'{' or (byte)'[')
            return BodyVerdict.Foreign;

        var table = Encoding.UTF8.GetString(body);
        // Clients cannot tell a cut table from a whole one, so the rows that remain would pass for all rows.
        if (!CsvTable.MayBeWhole(table))
            return BodyVerdict.Damaged;

        answer = new WireAnswer<string>(table, null);
        return BodyVerdict.Good;
    }
}
