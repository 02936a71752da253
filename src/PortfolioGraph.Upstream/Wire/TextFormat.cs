using System.Text;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Text that is passed on as it came: the CSV report, whose columns nobody promises (CONTRACT, "v5 general/report").</summary>
internal sealed class TextFormat : AnswerFormat<string>
{
    public static readonly TextFormat Instance = new();

    public override BodyVerdict TryRead(ReadOnlySpan<byte> body, out WireAnswer<string> answer)
    {
        var first = body.Trim(" \t\r\n"u8);
        // A gateway's error page comes with any status.
        if (first.IsEmpty || first[0] == (byte)'<' || !Utf8.IsValid(body))
        {
            answer = default;
            return BodyVerdict.Damaged;
        }

        answer = new WireAnswer<string>(Encoding.UTF8.GetString(body), null);
        return BodyVerdict.Good;
    }
}
