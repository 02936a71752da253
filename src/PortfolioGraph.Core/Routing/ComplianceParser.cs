using System.Text.Json;

namespace PortfolioGraph.Core;

/// <summary>
/// The one place that reads what <c>address_check</c> answers, whose body no public source describes (CONTRACT, "v5 general/address_check"). Understood are rows, or
/// one object, that name the address and say <c>is_allowed</c>, and a refusal that denies the address; everything else is no verdict, and never a permission.
/// </summary>
internal static class ComplianceParser
{
    private const int LongestReason = 500;

    /// <summary>The verdict that a refusal is.</summary>
    public static ComplianceCheck Denied(string reason, Source source) => new(ComplianceVerdict.Denied, Shortened(reason.ToText()), source);

    public static ComplianceCheck Read(JsonElement body, Address address, Source source)
    {
        IEnumerable<JsonElement> rows = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray() : [body];
        List<(bool? IsAllowed, string? Reason)> said =
        [
            .. rows.Where(row => row.ValueKind == JsonValueKind.Object && TextOf(row, "address").ToAddress() == address)
                .Select(static row => (FlagOf(row, "is_allowed"), TextOf(row, "reason").ToText())),
        ];

        if (said.FirstOrDefault(static one => one.IsAllowed == false) is { IsAllowed: not null } denied)
            return new ComplianceCheck(ComplianceVerdict.Denied, Shortened(denied.Reason), source);
        return said.Count > 0 && said.All(static one => one.IsAllowed == true)
            ? new ComplianceCheck(ComplianceVerdict.Allowed, Shortened(said[0].Reason), source)
            : new ComplianceCheck(ComplianceVerdict.Unknown, null, source);
    }

    private static string? Shortened(string? reason) => reason?.Length > LongestReason ? reason[..LongestReason] : reason;

    private static string? TextOf(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool? FlagOf(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    }
    : null;
}
