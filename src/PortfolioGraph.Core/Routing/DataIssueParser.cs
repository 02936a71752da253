using System.Text.Json;

namespace PortfolioGraph.Core;

/// <summary>
/// Known faults in a chart's data (CONTRACT, "Envelope": <c>data_issues</c>). Of <c>price_outliers</c> it is known that they are objects whose values are integers,
/// chain ids or texts of 42 characters; their members' names are not. So a member is taken for what its name and its value both allow, and the rest is left aside.
/// </summary>
internal static class DataIssueParser
{
    private const string Outliers = "price_outliers";

    public static IReadOnlyList<DataIssue> Read(JsonElement? issues, ChainRegistry chains) =>
        issues switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } known => [.. known.EnumerateObject().SelectMany(member => Of(member, chains))],
            { } unknown => IsEmpty(unknown) ? [] : [Other],
        };

    private static DataIssue Other => new(DataIssueKind.Other, null, null, null);

    private static IEnumerable<DataIssue> Of(JsonProperty member, ChainRegistry chains)
    {
        if (IsEmpty(member.Value))
            return [];
        if (!member.NameEquals(Outliers))
            return [Other];
        return member.Value.ValueKind == JsonValueKind.Array
            ? [.. member.Value.EnumerateArray().Select(outlier => ToOutlier(outlier, chains))]
            : [ToOutlier(member.Value, chains)];
    }

    private static DataIssue ToOutlier(JsonElement outlier, ChainRegistry chains)
    {
        JsonProperty[] members = outlier.ValueKind == JsonValueKind.Object ? [.. outlier.EnumerateObject()] : [];
        var chainId = members.Where(static member => IsNamed(member, "chain")).Select(static member => IntegerOf(member.Value).ToChainId()).FirstOrDefault(static id => id is not null);
        var seconds = members.Where(static member => IsNamed(member, "time") || IsNamed(member, "date"))
            .Select(static member => IntegerOf(member.Value))
            .FirstOrDefault(static moment => moment is > 0 and <= uint.MaxValue);

        return new DataIssue(
            DataIssueKind.PriceOutlier,
            chainId is { } id && ContractIn(members) is { } contract ? new Token(id, contract.Normalized(id), null, null, default) : null,
            chainId is { } known ? chains.Get(known) : null,
            seconds is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);
    }

    // Where there are several addresses, one may be a wallet's: then only a name can tell.
    private static Address? ContractIn(JsonProperty[] members)
    {
        var addresses = members
            .Where(static member => member.Value.ValueKind == JsonValueKind.String)
            .Select(static member => (Member: member, Address: member.Value.GetString().ToAddress()))
            .Where(static found => found.Address is not null)
            .ToList();
        var named = addresses.Where(static found => IsNamed(found.Member, "token") || IsNamed(found.Member, "contract")).ToList();
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
