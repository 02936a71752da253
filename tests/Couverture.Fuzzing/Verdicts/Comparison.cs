using System.Text.Json;
using System.Text.RegularExpressions;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>Compares verdicts.</summary>
internal static partial class Comparison
{
    private const string Merging = "FieldSelectionMerging";

    // The order of types is unspecified, and each implementation has its own descriptions of built-in types and directives.
    private static readonly HashSet<string> BuiltIn =
        new(["Int", "Float", "String", "Boolean", "ID", "skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream"], StringComparer.Ordinal);

    private static readonly HashSet<string> Unordered = new(["types", "directives", "possibleTypes", "interfaces"], StringComparer.Ordinal);

    /// <summary>Returns the difference between two verdicts; null if they agree.</summary>
    public static string? FindDifference(TestRequest request, Verdict actual, Verdict expected)
    {
        if (actual.Phase != expected.Phase)
            return $"the phase is {actual.Phase}, not {expected.Phase}";
        var (actualErrors, expectedErrors) = (NormalizeErrors(actual), NormalizeErrors(expected));
        if (!actualErrors.SequenceEqual(expectedErrors))
            return $"the errors are [{string.Join("; ", actualErrors)}], not [{string.Join("; ", expectedErrors)}]";
        if (actual.Phase != "execution")
            return null;
        return NormalizeData(request, actual.Data) is var data && NormalizeData(request, expected.Data) is var other && data != other
            ? FindDifference(data, other)
            : null;
    }

    // Introspection results are long, so only the text around the first difference is shown.
    private static string FindDifference(string actual, string expected)
    {
        const int ContextLength = 200;
        const int MaxLength = 400;
        var start = Math.Max(0, actual.AsSpan().CommonPrefixLength(expected) - ContextLength);
        return $"the data is {Excerpt(actual)}, not {Excerpt(expected)}";

        string Excerpt(string text) => $"{(start > 0 ? "..." : "")}{text.AsSpan(start, Math.Min(MaxLength, text.Length - start))}{(text.Length - start > MaxLength ? "..." : "")}";
    }

    // The merging rule (specification section 5.3.2) does not say which conflicting pair to report. The reference implementation reports every
    // pair with all parent fields; Couverture reports each field once.
    private static string[] NormalizeErrors(Verdict verdict) =>
        [.. (verdict.Errors ?? [])
            .Select(error => error.Rule == Merging ? Merging : error.ToString())
            .GroupBy(error => error, StringComparer.Ordinal)
            .SelectMany(group => group.Key == Merging ? group.Take(1) : group)
            .Order(StringComparer.Ordinal)];

    private static string NormalizeData(TestRequest request, JsonElement? data)
    {
        if (data is not { } value)
            return "null";
        return JsonSerializer.Serialize(Normalize(value, IntrospectionPattern().IsMatch(request.Document), isBuiltIn: false, ""), Verdict.Json);
    }

    // Compare numbers by value, so that 1E+21 equals 1e21.
    private static object? Normalize(JsonElement value, bool isIntrospection, bool isBuiltIn, string key)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var items = value.EnumerateArray().Select(item => Normalize(item, isIntrospection, isBuiltIn, "")).ToArray();
                if (isIntrospection && Unordered.Contains(key))
                    return items.OrderBy(item => JsonSerializer.Serialize(item, Verdict.Json), StringComparer.Ordinal).ToArray();
                return isIntrospection && key == "locations" ? items.OrderBy(item => item?.ToString(), StringComparer.Ordinal).ToArray() : items;
            case JsonValueKind.Object:
                var name = value.TryGetProperty("name", out var nameValue) && nameValue.ValueKind is JsonValueKind.String ? nameValue.GetString()! : "";
                var inner = isIntrospection && (isBuiltIn || BuiltIn.Contains(name) || name.StartsWith("__", StringComparison.Ordinal));
                return value.EnumerateObject().ToDictionary(
                    member => member.Name,
                    member => inner && member.Name == "description"
                        ? "(its own text)"
                        : Normalize(member.Value, isIntrospection, inner, member.Name),
                    StringComparer.Ordinal);
            case JsonValueKind.Number:
                // Adding zero drops the sign of negative zero, which not every JSON writer preserves.
                return value.GetDouble() + 0.0;
            case JsonValueKind.String:
                // The implementations print empty objects differently.
                return isIntrospection && key == "defaultValue" ? value.GetString()!.Replace("{  }", "{}", StringComparison.Ordinal) : value.GetString();
            case JsonValueKind.True or JsonValueKind.False:
                return value.GetBoolean();
            default:
                return null;
        }
    }

    [GeneratedRegex(@"__schema|__type\b")]
    private static partial Regex IntrospectionPattern();
}
