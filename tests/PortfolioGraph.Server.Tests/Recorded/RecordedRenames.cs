using System.Text;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>Translates recordings to the current names of the schema, which <c>schema/CHANGES.md</c> lists. The files stay as they were recorded.</summary>
internal static partial class RecordedRenames
{
    private static readonly (string Old, string New)[] Types =
    [
        ("Position", "ProtocolPosition"),
        ("PositionConnection", "ProtocolPositionConnection"),
        ("PositionEdge", "ProtocolPositionEdge"),
        ("RefreshPayload", "RefreshWalletsPayload"),
        ("Report", "PortfolioReport"),
        ("ServiceStatus", "PortfolioServiceStatus"),
        ("Source", "DataSource"),
        ("SourceState", "DataSourceState"),
        ("Token", "CryptoToken"),
    ];

    private static readonly (string Old, string New)[] Fields = [("refresh", "refreshWallets"), ("service", "portfolioService")];

    /// <summary>Returns the text of a recording with the current names of types and fields, also in global ids.</summary>
    /// <param name="json">The text.</param>
    public static string Apply(string json)
    {
        foreach (var (old, current) in Types)
        {
            json = json.Replace($"\"{old}\"", $"\"{current}\"", StringComparison.Ordinal);
            json = Regex.Replace(json, $@"\bon {old}\b", $"on {current}");
        }

        foreach (var (old, current) in Fields)
            json = Regex.Replace(json, $"\"{old}\"|(?<=[ {{}}:]|%7B|%20){old}(?=[({{ ]|%28|%7B)", match => match.Value.Replace(old, current, StringComparison.Ordinal));
        return GlobalIds().Replace(json, match => Rename(match.Value));
    }

    private static string Rename(string id)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(id));
        var current = Types.First(type => text.StartsWith($"{type.Old}:", StringComparison.Ordinal));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(current.New + text[current.Old.Length..]));
    }

    // The base64 of texts that start with "Token:" or "Position:".
    [GeneratedRegex("(?<=\")(VG9rZW46|UG9zaXRpb246)[A-Za-z0-9+/=]*(?=\")")]
    private static partial Regex GlobalIds();
}
