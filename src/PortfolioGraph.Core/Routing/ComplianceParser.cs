using System.Text.Json;

namespace PortfolioGraph.Core;

/// <summary>
/// Parses the response of <c>address_check</c>, which has no public documentation (CONTRACT, "v5 general/address_check").
/// Known forms are rows, or one object, with the address and <c>is_allowed</c>, and an error response that denies the address.
/// Any other form is <see cref="ComplianceVerdict.Unknown"/>, never a permission.
/// </summary>
internal static class ComplianceParser
{
    private const int MaxReasonLength = 500;

    /// <summary>Creates the verdict for an error response that denies the address.</summary>
    public static ComplianceCheck Denied(string reason, Source source) => new(ComplianceVerdict.Denied, Truncate(reason.ToText()), source);

    public static ComplianceCheck Parse(JsonElement body, Address address, Source source)
    {
        IEnumerable<JsonElement> rows = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray() : [body];
        List<(bool? IsAllowed, string? Reason)> verdicts =
        [
            .. rows.Where(row => row.ValueKind == JsonValueKind.Object && TextOf(row, "address").ToAddress() == address)
                .Select(static row => (FlagOf(row, "is_allowed"), TextOf(row, "reason").ToText())),
        ];

        if (verdicts.FirstOrDefault(static verdict => verdict.IsAllowed == false) is { IsAllowed: not null } denied)
            return new ComplianceCheck(ComplianceVerdict.Denied, Truncate(denied.Reason), source);
        return verdicts.Count > 0 && verdicts.All(static verdict => verdict.IsAllowed == true)
            ? new ComplianceCheck(ComplianceVerdict.Allowed, Truncate(verdicts[0].Reason), source)
            : new ComplianceCheck(ComplianceVerdict.Unknown, null, source);
    }

    private static string? Truncate(string? reason) => reason?.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;

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
