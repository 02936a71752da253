using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>One of our requests, with what this server answered on HotChocolate 15.1.3 over the sandbox.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Server">Settings besides the profile Development; none where null.</param>
/// <param name="FreshServer">Whether the server had answered nothing before.</param>
/// <param name="Request">The request.</param>
/// <param name="Response">The answer.</param>
/// <param name="UpstreamCalls">How many calls the sandbox saw; several numbers where it depends on which answer of the data source comes first.</param>
internal sealed partial record RecordedExchange(
    string Name,
    IReadOnlyDictionary<string, string>? Server,
    bool FreshServer,
    RecordedRequest Request,
    RecordedResponse Response,
    JsonElement UpstreamCalls)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The files, without their ending.</summary>
    public static IEnumerable<string> Files =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Where the files are.</summary>
    public static string Folder => RepositoryRoot.Combine("tests", "PortfolioGraph.Server.Tests", "Recorded");

    /// <summary>Whether it needs a server of its own.</summary>
    public bool NeedsOwnServer => FreshServer || Server is not null;

    /// <summary>Every address in the request, in lower case.</summary>
    public IEnumerable<string> Addresses => Address().Matches($"{Request.Path} {Request.Body}").Select(match => match.Value.ToLowerInvariant()).Distinct();

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name, without its ending.</param>
    public static IReadOnlyList<RecordedExchange> Read(string file) =>
        JsonSerializer.Deserialize<RecordedExchange[]>(File.ReadAllText(Path.Combine(Folder, $"{file}.json")), Web)!;

    [GeneratedRegex("0x[0-9a-fA-F]{40}(?![0-9a-fA-F])")]
    private static partial Regex Address();
}

/// <summary>A request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body: JSON, or a text that is none; undefined for none.</param>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>The request as it was sent.</summary>
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

/// <summary>An answer. In it times are <c>&lt;time&gt;</c> and the server's address is <c>&lt;host&gt;</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type; null for none.</param>
/// <param name="Body">The body: JSON, or a text of events or parts.</param>
internal sealed record RecordedResponse(int Status, string? ContentType, JsonElement Body)
{
    /// <summary>The media type without parameters.</summary>
    public string? MediaType => ContentType?.Split(';')[0];

    /// <summary>The results in the body, in the order of their indexes where they have any.</summary>
    public IReadOnlyList<JsonElement> Results => Body switch
    {
        { ValueKind: JsonValueKind.Object } => [Body],
        { ValueKind: JsonValueKind.Array } => [.. Body.EnumerateArray()],
        { ValueKind: JsonValueKind.String } => [.. InText(Body.GetString()!).OrderBy(result => Index(result, "requestIndex")).ThenBy(result => Index(result, "variableIndex"))],
        _ => [],
    };

    /// <summary>An answer of this build's engine.</summary>
    /// <param name="response">The answer.</param>
    public static async Task<RecordedResponse> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new RecordedResponse((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), text is ['{' or '[', ..] ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text));
    }

    // Of events the data, of parts the bodies: both are one line each.
    private static IEnumerable<JsonElement> InText(string text) => text.Split('\n')
        .Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : line)
        .Where(line => line.StartsWith('{'))
        .Select(line => JsonElement.Parse(line));

    private static int Index(JsonElement result, string name) => result.TryGetProperty(name, out var index) ? index.GetInt32() : 0;
}
