using System.Text.Json;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>In what an answer of this build's engine differs from a recorded one. Messages, and members of errors besides path and code, are each engine's own.</summary>
internal static class AnswerComparison
{
    // They name a place in a list, each engine in its own way.
    private static readonly string[] Cursors = ["cursor", "startCursor", "endCursor"];

    /// <summary>The aspects that differ: <c>status</c>, <c>form</c>, <c>data</c>, <c>path</c>, <c>code</c>.</summary>
    /// <param name="recorded">The recorded answer.</param>
    /// <param name="answer">The answer of this build.</param>
    /// <param name="mayGrow">Whether lists of named things may have more of them than was recorded, in any order: the schema grows.</param>
    public static IEnumerable<AnswerDifference> Differences(RecordedResponse recorded, RecordedResponse answer, bool mayGrow)
    {
        if (recorded.Status != answer.Status)
            yield return new("status", $"{recorded.Status}, now {answer.Status}");
        var (expected, actual) = (recorded.Results, answer.Results);
        var isInParts = expected.Concat(actual).Any(result => result.TryGetProperty("hasNext", out _));
        if (recorded.MediaType != answer.MediaType || expected.Count != actual.Count || isInParts)
            yield return new("form", $"{expected.Count} in {recorded.MediaType}, now {actual.Count} in {answer.MediaType}");
        if (expected.Count != actual.Count || isInParts)
            yield break;
        if (expected.Zip(actual).Select(pair => Difference(Member(pair.First, "data"), Member(pair.Second, "data"), mayGrow)).FirstOrDefault(found => found is not null) is { } difference)
            yield return new("data", difference);
        foreach (var (aspect, tell) in new (string, Func<JsonElement, string>)[] { ("path", PathOf), ("code", CodeOf) })
        {
            var (left, right) = (string.Join(", ", Told(expected, tell)), string.Join(", ", Told(actual, tell)));
            if (left != right)
                yield return new(aspect, $"{left}, now {right}");
        }
    }

    private static IEnumerable<string> Told(IReadOnlyList<JsonElement> results, Func<JsonElement, string> tell) =>
        results.SelectMany((result, i) => (Member(result, "errors")?.EnumerateArray() ?? []).Select(error => $"{i} {tell(error)}")).Order(StringComparer.Ordinal);

    private static string PathOf(JsonElement error) => Member(error, "path")?.GetRawText().Replace(" ", "", StringComparison.Ordinal) ?? "";

    private static string CodeOf(JsonElement error) => (Member(error, "extensions") is { } extensions ? Member(extensions, "code")?.GetString() : null) ?? "";

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Difference(JsonElement? recorded, JsonElement? answer, bool mayGrow) => (recorded, answer) switch
    {
        (null, null) => null,
        ({ } left, { } right) => Difference(left, right, mayGrow, "data"),
        _ => recorded is null ? "there was none" : "there is none now",
    };

    /// <summary>Where two values differ first, and in what; null where they do not.</summary>
    private static string? Difference(JsonElement recorded, JsonElement answer, bool mayGrow, string at) => (recorded.ValueKind, answer.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => OfMembers([.. recorded.EnumerateObject()], [.. answer.EnumerateObject()], mayGrow, at),
        (JsonValueKind.Array, JsonValueKind.Array) => OfItems([.. recorded.EnumerateArray()], [.. answer.EnumerateArray()], mayGrow, at),
        (JsonValueKind.String, JsonValueKind.String) when Regex.IsMatch(answer.GetString()!, PatternOf(recorded.GetString()!), RegexOptions.Singleline) => null,
        // Digit for digit.
        _ when recorded.GetRawText() == answer.GetRawText() => null,
        _ => $"{at}: {recorded}, now {answer}",
    };

    private static string? OfMembers(JsonProperty[] recorded, JsonProperty[] answer, bool mayGrow, string at) =>
        recorded.Select(member => member.Name).SequenceEqual(answer.Select(member => member.Name))
            ? recorded.Zip(answer)
                .Where(pair => !Cursors.Contains(pair.First.Name) || pair.First.Value.ValueKind != pair.Second.Value.ValueKind)
                .Select(pair => Difference(pair.First.Value, pair.Second.Value, mayGrow, $"{at}.{pair.First.Name}"))
                .FirstOrDefault(found => found is not null)
            : $"{at}: other members";

    private static string? OfItems(JsonElement[] recorded, JsonElement[] answer, bool mayGrow, string at)
    {
        if (mayGrow && recorded.All(IsNamed))
        {
            return recorded.Select(item => (Name: NameOf(item), Difference: answer.Where(other => IsNamed(other) && NameOf(other) == NameOf(item)).Select(other => Difference(item, other, mayGrow, $"{at}.{NameOf(item)}")).DefaultIfEmpty("gone").First()))
                .Where(item => item.Difference is not null)
                .Select(item => $"{at}.{item.Name}: {item.Difference}")
                .FirstOrDefault();
        }

        return recorded.Length == answer.Length
            ? recorded.Zip(answer).Select((pair, i) => Difference(pair.First, pair.Second, mayGrow, $"{at}.{i}")).FirstOrDefault(found => found is not null)
            : $"{at}: {recorded.Length} items, now {answer.Length}";
    }

    private static bool IsNamed(JsonElement item) => item.ValueKind is JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String;

    private static string NameOf(JsonElement item) => item.GetProperty("name").GetString()!;

    private static string PatternOf(string recorded) =>
        $"^{Regex.Escape(recorded).Replace("<time>", @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", StringComparison.Ordinal).Replace("<host>", @"[^/]+", StringComparison.Ordinal)}$";
}

/// <summary>One aspect in which two answers differ.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="What">The recorded value and the present one.</param>
internal sealed record AnswerDifference(string Aspect, string What);
