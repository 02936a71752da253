using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>Compares a response of this build's engine with a recorded one. Messages, and members of errors other than path and code, are not compared.</summary>
internal static class ResponseComparison
{
    // Each engine encodes cursors differently.
    private static readonly string[] Cursors = ["cursor", "startCursor", "endCursor"];

    /// <summary>Returns the aspects that differ: <c>status</c>, <c>form</c>, <c>data</c>, <c>path</c>, <c>code</c>.</summary>
    /// <param name="recorded">The recorded response.</param>
    /// <param name="actual">The response of this build.</param>
    /// <param name="mayGrow">Whether lists of named items may have additional items and any order, because the schema grows.</param>
    public static IEnumerable<ResponseDifference> Compare(RecordedResponse recorded, RecordedResponse actual, bool mayGrow)
    {
        if (recorded.Status != actual.Status)
            yield return new("status", $"{recorded.Status}, now {actual.Status}");
        var (expectedResults, actualResults) = (recorded.Results, actual.Results);
        var isInParts = expectedResults.Concat(actualResults).Any(result => result.TryGetProperty("hasNext", out _));
        if (recorded.MediaType != actual.MediaType || expectedResults.Count != actualResults.Count || isInParts)
            yield return new("form", $"{expectedResults.Count} in {recorded.MediaType}, now {actualResults.Count} in {actual.MediaType}");
        if (expectedResults.Count != actualResults.Count || isInParts)
            yield break;
        if (expectedResults.Zip(actualResults).Select(pair => FindDifference(Member(pair.First, "data"), Member(pair.Second, "data"), mayGrow)).FirstOrDefault(found => found is not null) is { } difference)
            yield return new("data", difference);
        foreach (var (aspect, read) in new (string, Func<JsonElement, string>)[] { ("path", PathOf), ("code", CodeOf) })
        {
            var (left, right) = (string.Join(", ", ReadErrors(expectedResults, read)), string.Join(", ", ReadErrors(actualResults, read)));
            if (left != right)
                yield return new(aspect, $"{left}, now {right}");
        }
    }

    private static IEnumerable<string> ReadErrors(IReadOnlyList<JsonElement> results, Func<JsonElement, string> read) =>
        results.SelectMany((result, i) => (Member(result, "errors")?.EnumerateArray() ?? []).Select(error => $"{i} {read(error)}")).Order(StringComparer.Ordinal);

    private static string PathOf(JsonElement error) => Member(error, "path")?.GetRawText().Replace(" ", "", StringComparison.Ordinal) ?? "";

    private static string CodeOf(JsonElement error) => (Member(error, "extensions") is { } extensions ? Member(extensions, "code")?.GetString() : null) ?? "";

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var member) ? member : null;

    private static string? FindDifference(JsonElement? recorded, JsonElement? actual, bool mayGrow) => (recorded, actual) switch
    {
        (null, null) => null,
        ({ } left, { } right) => FindDifference(left, right, mayGrow, "data"),
        _ => recorded is null ? "there was none" : "there is none now",
    };

    /// <summary>Returns the first difference between two values, or null if they are equal.</summary>
    private static string? FindDifference(JsonElement recorded, JsonElement actual, bool mayGrow, string at) => (recorded.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => CompareMembers([.. recorded.EnumerateObject()], [.. actual.EnumerateObject()], mayGrow, at),
        (JsonValueKind.Array, JsonValueKind.Array) => CompareItems([.. recorded.EnumerateArray()], [.. actual.EnumerateArray()], mayGrow, at),
        (JsonValueKind.String, JsonValueKind.String) when Regex.IsMatch(actual.GetString()!, PatternOf(recorded.GetString()!), RegexOptions.Singleline) => null,
        // Compares numbers digit for digit.
        _ when recorded.GetRawText() == actual.GetRawText() => null,
        // The recorded server did not round numbers that a double changes.
        (JsonValueKind.Number, JsonValueKind.Number) when DoublePrecision.Round(recorded.GetDecimal()) == actual.GetDecimal() => null,
        _ => $"{at}: {recorded}, now {actual}",
    };

    private static string? CompareMembers(JsonProperty[] recorded, JsonProperty[] actual, bool mayGrow, string at) =>
        recorded.Select(member => member.Name).SequenceEqual(actual.Select(member => member.Name))
            ? recorded.Zip(actual)
                .Where(pair => !Cursors.Contains(pair.First.Name) || pair.First.Value.ValueKind != pair.Second.Value.ValueKind)
                .Select(pair => FindDifference(pair.First.Value, pair.Second.Value, mayGrow, $"{at}.{pair.First.Name}"))
                .FirstOrDefault(found => found is not null)
            : $"{at}: other members";

    private static string? CompareItems(JsonElement[] recorded, JsonElement[] actual, bool mayGrow, string at)
    {
        if (mayGrow && recorded.All(IsNamed))
        {
            return recorded.Select(item => (Name: NameOf(item), Difference: actual.Where(other => IsNamed(other) && NameOf(other) == NameOf(item)).Select(other => FindDifference(item, other, mayGrow, $"{at}.{NameOf(item)}")).DefaultIfEmpty("gone").First()))
                .Where(item => item.Difference is not null)
                .Select(item => $"{at}.{item.Name}: {item.Difference}")
                .FirstOrDefault();
        }

        return recorded.Length == actual.Length
            ? recorded.Zip(actual).Select((pair, i) => FindDifference(pair.First, pair.Second, mayGrow, $"{at}.{i}")).FirstOrDefault(found => found is not null)
            : $"{at}: {recorded.Length} items, now {actual.Length}";
    }

    private static bool IsNamed(JsonElement item) => item.ValueKind is JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String;

    private static string NameOf(JsonElement item) => item.GetProperty("name").GetString()!;

    private static string PatternOf(string recorded) =>
        $"^{Regex.Escape(recorded).Replace("<time>", @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", StringComparison.Ordinal).Replace("<host>", @"[^/]+", StringComparison.Ordinal)}$";
}

/// <summary>One aspect in which two responses differ.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="What">The recorded value and the current one.</param>
internal sealed record ResponseDifference(string Aspect, string What);
