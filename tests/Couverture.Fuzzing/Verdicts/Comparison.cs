using System.Text.Json;
using System.Text.RegularExpressions;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>Whether two verdicts agree.</summary>
internal static partial class Comparison
{
    private const string Merging = "FieldSelectionMerging";

    // Types come in no order that counts, and what every schema has is described in each implementation's own words.
    private static readonly HashSet<string> BuiltIn =
        new(["Int", "Float", "String", "Boolean", "ID", "skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream"], StringComparer.Ordinal);

    private static readonly HashSet<string> Unordered = new(["types", "directives", "possibleTypes", "interfaces"], StringComparer.Ordinal);

    /// <summary>What differs; null where nothing does.</summary>
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

    // Answers to introspection are long.
    private static string FindDifference(string actual, string expected)
    {
        const int ContextLength = 200;
        const int MaxLength = 400;
        var start = Math.Max(0, actual.AsSpan().CommonPrefixLength(expected) - ContextLength);
        return $"the data is {Excerpt(actual)}, not {Excerpt(expected)}";

        string Excerpt(string text) => $"{(start > 0 ? "..." : "")}{text.AsSpan(start, Math.Min(MaxLength, text.Length - start))}{(text.Length - start > MaxLength ? "..." : "")}";
    }

    // The rule of merging says that sets of fields must merge (specification section 5.3.2), not which pair of fields is to blame where
    // they do not: the reference implementation names every pair and all the fields above, Couverture each field once.
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

    // Numbers are compared as numbers: 1E+21 is 1e21.
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
                // Not every writer keeps the sign of zero.
                return value.GetDouble() + 0.0;
            case JsonValueKind.String:
                // How an empty object is printed.
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
