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
    public static string? Difference(TestRequest request, Verdict ours, Verdict theirs)
    {
        if (ours.Phase != theirs.Phase)
            return $"the phase is {ours.Phase}, not {theirs.Phase}";
        var (our, their) = (Errors(ours), Errors(theirs));
        if (!our.SequenceEqual(their))
            return $"the errors are [{string.Join("; ", our)}], not [{string.Join("; ", their)}]";
        if (ours.Phase != "execution")
            return null;
        return Data(request, ours.Data) is var data && Data(request, theirs.Data) is var other && data != other
            ? Difference(data, other)
            : null;
    }

    // Answers to introspection are long.
    private static string Difference(string ours, string theirs)
    {
        const int Before = 200;
        const int Shown = 400;
        var from = Math.Max(0, ours.AsSpan().CommonPrefixLength(theirs) - Before);
        return $"the data is {Part(ours)}, not {Part(theirs)}";

        string Part(string text) => $"{(from > 0 ? "..." : "")}{text.AsSpan(from, Math.Min(Shown, text.Length - from))}{(text.Length - from > Shown ? "..." : "")}";
    }

    // The rule of merging says that sets of fields must merge (specification section 5.3.2), not which pair of fields is to blame where
    // they do not: the reference implementation names every pair and all the fields above, Couverture each field once.
    private static string[] Errors(Verdict verdict) =>
        [.. (verdict.Errors ?? [])
            .Select(error => error.Rule == Merging ? Merging : error.ToString())
            .GroupBy(error => error, StringComparer.Ordinal)
            .SelectMany(same => same.Key == Merging ? same.Take(1) : same)
            .Order(StringComparer.Ordinal)];

    private static string Data(TestRequest request, JsonElement? data)
    {
        if (data is not { } value)
            return "null";
        return JsonSerializer.Serialize(Normal(value, Introspection().IsMatch(request.Document), isBuiltIn: false, ""), Verdict.Json);
    }

    // Numbers are compared as numbers: 1E+21 is 1e21.
    private static object? Normal(JsonElement value, bool isIntrospection, bool isBuiltIn, string key)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var items = value.EnumerateArray().Select(item => Normal(item, isIntrospection, isBuiltIn, "")).ToArray();
                if (isIntrospection && Unordered.Contains(key))
                    return items.OrderBy(item => JsonSerializer.Serialize(item, Verdict.Json), StringComparer.Ordinal).ToArray();
                return isIntrospection && key == "locations" ? items.OrderBy(item => item?.ToString(), StringComparer.Ordinal).ToArray() : items;
            case JsonValueKind.Object:
                var name = value.TryGetProperty("name", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString()! : "";
                var inner = isIntrospection && (isBuiltIn || BuiltIn.Contains(name) || name.StartsWith("__", StringComparison.Ordinal));
                return value.EnumerateObject().ToDictionary(
                    member => member.Name,
                    member => inner && member.Name == "description"
                        ? "(its own text)"
                        : Normal(member.Value, isIntrospection, inner, member.Name),
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
    private static partial Regex Introspection();
}
