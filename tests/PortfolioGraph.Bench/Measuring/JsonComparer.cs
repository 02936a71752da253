using System.Text.Json;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Compares responses value by value. Numbers are equal if their values are; <c>extensions</c> do not count.</summary>
internal static class JsonComparer
{
    /// <summary>Returns the first difference; null if there is none.</summary>
    public static string? Compare(string expected, string actual)
    {
        try
        {
            using var expectedDocument = JsonDocument.Parse(expected);
            using var actualDocument = JsonDocument.Parse(actual);
            return Compare("$", expectedDocument.RootElement, actualDocument.RootElement);
        }
        catch (JsonException)
        {
            return $"not JSON: {actual[..Math.Min(actual.Length, 200)]}";
        }
    }

    private static string? Compare(string path, JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => CompareObjects(path, expected, actual),
        (JsonValueKind.Array, JsonValueKind.Array) => CompareLists(path, expected, actual),
        (JsonValueKind.Number, JsonValueKind.Number) when expected.GetDouble().Equals(actual.GetDouble()) => null,
        (JsonValueKind.String, JsonValueKind.String) when expected.ValueEquals(actual.GetString()) => null,
        (JsonValueKind.Null, JsonValueKind.Null) => null,
        _ => $"{path}: expected {Shorten(expected)}, was {Shorten(actual)}",
    };

    private static string? CompareObjects(string path, JsonElement expected, JsonElement actual)
    {
        var names = expected.EnumerateObject().Concat(actual.EnumerateObject()).Select(static member => member.Name).Where(name => path != "$" || name != "extensions").Distinct();
        foreach (var name in names)
        {
            if (!expected.TryGetProperty(name, out var left) || !actual.TryGetProperty(name, out var right))
                return $"{path}.{name}: only in {Shorten(expected.TryGetProperty(name, out _) ? expected : actual)}";
            if (Compare($"{path}.{name}", left, right) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? CompareLists(string path, JsonElement expected, JsonElement actual)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
            return $"{path}: expected {expected.GetArrayLength()} items, was {actual.GetArrayLength()}";

        return expected.EnumerateArray().Zip(actual.EnumerateArray())
            .Select((items, index) => Compare($"{path}[{index}]", items.First, items.Second))
            .FirstOrDefault(static difference => difference is not null);
    }

    private static string Shorten(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 300 ? text[..300] + "..." : text;
    }
}
