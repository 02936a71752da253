using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>A request and the response of this server on HotChocolate 15.1.3 with the sandbox.</summary>
/// <param name="Name">The name of the record.</param>
/// <param name="Server">Settings in addition to the profile Development; null if none.</param>
/// <param name="FreshServer">Whether the request was the first of the server.</param>
/// <param name="Request">The request.</param>
/// <param name="Response">The response.</param>
/// <param name="UpstreamCalls">The number of calls to the sandbox; a list of numbers if it depends on the order of its responses.</param>
internal sealed partial record RecordedExchange(
    string Name,
    IReadOnlyDictionary<string, string>? Server,
    bool FreshServer,
    RecordedRequest Request,
    RecordedResponse Response,
    JsonElement UpstreamCalls)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The names of the files without extension.</summary>
    public static IEnumerable<string> Files =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The folder of the files.</summary>
    public static string Folder => RepositoryRoot.Combine("tests", "PortfolioGraph.Server.Tests", "Recorded");

    /// <summary>Whether the request needs a separate server.</summary>
    public bool NeedsOwnServer => FreshServer || Server is not null;

    /// <summary>Every address in the request, in lower case.</summary>
    public IEnumerable<string> Addresses => Address().Matches($"{Request.Path} {Request.Body}").Select(match => match.Value.ToLowerInvariant()).Distinct();

    /// <summary>Reads a file.</summary>
    /// <param name="file">The name of the file without extension.</param>
    public static IReadOnlyList<RecordedExchange> Read(string file) =>
        [.. JsonSerializer.Deserialize<RecordedExchange[]>(RecordedRenames.Apply(File.ReadAllText(Path.Combine(Folder, $"{file}.json"))), Web)!.Select(RecordedLists.Apply)];

    [GeneratedRegex("0x[0-9a-fA-F]{40}(?![0-9a-fA-F])")]
    private static partial Regex Address();
}

/// <summary>A request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body: JSON, or a string if it is not JSON; undefined if absent.</param>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>Returns the request message.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            message.Content = new StringContent(Body.ValueKind is JsonValueKind.String ? Body.GetString()! : Body.GetRawText());
        message.Content?.Headers.Remove("Content-Type");
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}

/// <summary>A response. Times are replaced by <c>&lt;time&gt;</c>, and the server's address by <c>&lt;host&gt;</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type; null if absent.</param>
/// <param name="Body">The body: JSON, or a string of events or parts.</param>
internal sealed record RecordedResponse(int Status, string? ContentType, JsonElement Body)
{
    /// <summary>The media type without parameters.</summary>
    public string? MediaType => ContentType?.Split(';')[0];

    /// <summary>The results in the body, ordered by their indexes if present.</summary>
    public IReadOnlyList<JsonElement> Results => Body switch
    {
        { ValueKind: JsonValueKind.Object } => [Body],
        { ValueKind: JsonValueKind.Array } => [.. Body.EnumerateArray()],
        { ValueKind: JsonValueKind.String } => [.. ParseText(Body.GetString()!).OrderBy(result => Index(result, "requestIndex")).ThenBy(result => Index(result, "variableIndex"))],
        _ => [],
    };

    /// <summary>Reads a response of this build's engine.</summary>
    /// <param name="response">The response.</param>
    public static async Task<RecordedResponse> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new RecordedResponse((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), text is ['{' or '[', ..] && response.Content.Headers.ContentType?.MediaType?.EndsWith("jsonl", StringComparison.Ordinal) is not true ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text));
    }

    // The data of an event and the body of a part are one line each.
    private static IEnumerable<JsonElement> ParseText(string text) => text.Split('\n')
        .Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : line)
        .Where(line => line.StartsWith('{'))
        .Select(line => JsonElement.Parse(line));

    private static int Index(JsonElement result, string name) => result.TryGetProperty(name, out var index) ? index.GetInt32() : 0;
}
