using System.Collections.Concurrent;
using System.Text.Json;
using Couverture.Fuzzing.Graphs;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Tests.Oracle;

/// <summary>The stored documents with the verdicts of the reference implementation. tests/conformance/oracle/corpus.mjs describes the format.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Oracle");
    private static readonly ConcurrentDictionary<string, JsonGraph> Graphs = new(StringComparer.Ordinal);

    public static IReadOnlyList<CorpusCase> Cases { get; } = [.. Directory.EnumerateFiles(Path.Combine(Folder, "cases")).Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>Returns the graph of a schema and the value of its root.</summary>
    public static (JsonGraph Graph, JsonElement Root) Graph(string schema)
    {
        var path = Path.Combine(Folder, "schemas", schema);
        return (Graphs.GetOrAdd(schema, _ => new JsonGraph(File.ReadAllText($"{path}.graphql"))), JsonElement.Parse(File.ReadAllBytes($"{path}.json")));
    }

    private static List<CorpusCase> Read(string file)
    {
        var theme = Path.GetFileNameWithoutExtension(file);
        var verdicts = JsonSerializer.Deserialize<Dictionary<string, Verdict>>(File.ReadAllText(Path.Combine(Folder, "verdicts", $"{theme}.json")), Verdict.Json)!;
        var themeSettings = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<(string Name, Dictionary<string, string> Settings, List<string> Lines)>();
        foreach (var line in File.ReadAllText(file).Split('\n'))
        {
            if (line.StartsWith("#= ", StringComparison.Ordinal))
            {
                entries.Add((line[3..], new(StringComparer.Ordinal), []));
            }
            else if (line.StartsWith("#> ", StringComparison.Ordinal))
            {
                var end = line.IndexOf(':', StringComparison.Ordinal);
                (entries.Count == 0 ? themeSettings : entries[^1].Settings).Add(line[3..end], line[(end + 2)..]);
            }
            else if (entries.Count > 0)
            {
                entries[^1].Lines.Add(line);
            }
        }

        return [.. entries.Select(entry => new CorpusCase(theme, entry.Name, themeSettings["schema"], Request(entry.Settings, entry.Lines), Json(entry.Settings, "root"), verdicts[entry.Name]))];
    }

    private static TestRequest Request(Dictionary<string, string> settings, List<string> lines) => new(
        Json(settings, "escaped")?.GetString() ?? string.Join('\n', lines).TrimEnd(),
        Json(settings, "variables"),
        settings.GetValueOrDefault("operation"));

    private static JsonElement? Json(Dictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out var text) ? JsonElement.Parse(text) : null;
}

/// <summary>One stored request, its own root value if it has one, and the verdict of the reference implementation.</summary>
internal sealed record CorpusCase(string Theme, string Name, string Schema, TestRequest Request, JsonElement? Root, Verdict Expected)
{
    public override string ToString() => $"{Theme}: {Name}";
}
