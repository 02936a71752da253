using System.Text.Json;

namespace PortfolioGraph.Core;

/// <summary>
/// Parses the issues in a chart's data (CONTRACT, "Envelope": <c>data_issues</c>). An entry of <c>price_outliers</c> is an object whose values are integers,
/// chain ids or strings of 42 characters, but the names of its members are not documented.
/// A member is used only if both its name and its value fit; other members are ignored.
/// </summary>
internal static class DataIssueParser
{
    private const string Outliers = "price_outliers";

    public static IReadOnlyList<DataIssue> Parse(JsonElement? issues, ChainRegistry chains) =>
        issues switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } known => [.. known.EnumerateObject().SelectMany(member => ParseMember(member, chains))],
            { } unknown => IsEmpty(unknown) ? [] : [Other],
        };

    private static DataIssue Other => new(DataIssueKind.Other, null, null, null);

    private static IEnumerable<DataIssue> ParseMember(JsonProperty member, ChainRegistry chains)
    {
        if (IsEmpty(member.Value))
            return [];
        if (!member.NameEquals(Outliers))
            return [Other];
        return member.Value.ValueKind == JsonValueKind.Array
            ? [.. member.Value.EnumerateArray().Select(outlier => ParseOutlier(outlier, chains))]
            : [ParseOutlier(member.Value, chains)];
    }

    private static DataIssue ParseOutlier(JsonElement outlier, ChainRegistry chains)
    {
        JsonProperty[] members = outlier.ValueKind == JsonValueKind.Object ? [.. outlier.EnumerateObject()] : [];
        var chainId = members.Where(static member => IsNamed(member, "chain")).Select(static member => IntegerOf(member.Value).ToChainId()).FirstOrDefault(static id => id is not null);
        var seconds = members.Where(static member => IsNamed(member, "time") || IsNamed(member, "date"))
            .Select(static member => IntegerOf(member.Value))
            .FirstOrDefault(static moment => moment is > 0 and <= uint.MaxValue);

        return new DataIssue(
            DataIssueKind.PriceOutlier,
            chainId is { } id && FindContract(members) is { } contract ? new Token(id, contract.NormalizeNative(id), null, null, default) : null,
            chainId is { } known ? chains.Get(known) : null,
            seconds is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);
    }

    // If there are several addresses, one may be a wallet, so only the member's name identifies the token.
    private static Address? FindContract(JsonProperty[] members)
    {
        var addresses = members
            .Where(static member => member.Value.ValueKind == JsonValueKind.String)
            .Select(static member => (Member: member, Address: member.Value.GetString().ToAddress()))
            .Where(static candidate => candidate.Address is not null)
            .ToList();
        var named = addresses.Where(static candidate => IsNamed(candidate.Member, "token") || IsNamed(candidate.Member, "contract")).ToList();
        return addresses is [var only] ? only.Address : named is [var token] ? token.Address : null;
    }

    private static bool IsNamed(JsonProperty member, string part) => member.Name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static long? IntegerOf(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var integer) ? integer : null;

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
