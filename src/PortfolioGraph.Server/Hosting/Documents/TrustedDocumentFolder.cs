using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Reads the documents of a folder: files <c>*.graphql</c>, whose ids are the SHA-256 of their bytes, and manifests <c>*.json</c>, which contain ids and texts. Other files
/// and subfolders are ignored.
/// </summary>
internal static class TrustedDocumentFolder
{
    private const string ApolloFormat = "apollo-persisted-query-manifest";
    private const string ManifestForms = "Use the manifest of Apollo (format apollo-persisted-query-manifest, version 1), of GraphQL Code Generator or of Relay ({ id: text }), or remove the file.";

    // The last of two members with the same name would win silently.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Returns the documents of a folder, in the order of the file names.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="explain">Returns the exception for a problem of a file, from the file's name and the problem.</param>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public static IEnumerable<FolderDocument> Read(string folder, Func<string, string, StartupException> explain)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            var documents = Path.GetExtension(path) switch
            {
                ".graphql" => [ReadDocument(path, problem => explain(file, problem))],
                ".json" => ReadManifest(path, problem => explain(file, problem)),
                _ => [],
            };
            foreach (var (id, text) in documents)
                yield return new FolderDocument(id, text, file, IsInManifest: Path.GetExtension(path) == ".json", explain);
        }
    }

    private static KeyValuePair<string, string> ReadDocument(string path, Func<string, StartupException> explain)
    {
        var utf8 = ReadBytes(path, explain);
        if (!Utf8.IsValid(utf8))
            throw explain("is not UTF-8. Save it as UTF-8.");
        var id = DocumentHash.Compute(utf8);
        // A file that is named after a hash was generated. Clients that use its name as the id would not find it.
        return DocumentHash.Parse(Path.GetFileNameWithoutExtension(path)) is { } name && name != id
            ? throw explain("is named after a SHA-256 that is not that of its bytes. Restore the file, or give it another name.")
            : new KeyValuePair<string, string>(id.ToString(), Encoding.UTF8.GetString(utf8));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ReadManifest(string path, Func<string, StartupException> explain)
    {
        var utf8 = ReadBytes(path, explain).AsMemory();
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var json = JsonDocument.Parse(utf8, Strict);
            return [.. ReadManifest(json.RootElement, explain)];
        }
        // Reading a string with an unpaired surrogate throws an InvalidOperationException.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw explain($"is not valid JSON without duplicate members. {ManifestForms}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadManifest(JsonElement root, Func<string, StartupException> explain)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            throw explain($"is not a manifest. {ManifestForms}");
        if (!root.TryGetProperty("format", out var format))
            return root.EnumerateObject().Select(member => Pair(member.Name, member.Value));
        if (!format.ValueEqualsText(ApolloFormat) || !root.TryGetProperty("version", out var version) || !version.ValueEqualsNumber(1)
            || !root.TryGetProperty("operations", out var operations) || operations.ValueKind is not JsonValueKind.Array)
        {
            throw explain($"is not a manifest of a known format and version. {ManifestForms}");
        }

        return operations.EnumerateArray().Select((operation, i) => operation.ValueKind is JsonValueKind.Object && operation.TryGetProperty("id", out var id)
            && operation.TryGetProperty("body", out var body) && id.ValueKind is JsonValueKind.String
            ? Pair(id.GetString()!, body)
            : throw explain($"has no id or no body at operations[{i}]. Generate the manifest again."));

        KeyValuePair<string, string> Pair(string id, JsonElement text) => id.Length == 0 || text.ValueKind is not JsonValueKind.String
            ? throw explain($"is not a manifest: the member \"{id}\" is not the text of a document. {ManifestForms}")
            : new KeyValuePair<string, string>(DocumentHash.TrimPrefix(id), text.GetString()!);
    }

    private static bool ValueEqualsText(this JsonElement value, string text) => value.ValueKind is JsonValueKind.String && value.ValueEquals(text);

    private static bool ValueEqualsNumber(this JsonElement value, int number) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var actual) && actual == number;

    private static byte[] ReadBytes(string path, Func<string, StartupException> explain)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw explain("cannot be read. Give the server's user access to it.");
        }
    }
}
