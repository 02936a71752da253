using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Writes requests as HotChocolate 15.1 reads them. It knows the id of a document only as <c>id</c>, without <c>sha256:</c> in front, and only where
/// there is no text; here <c>documentId</c>, <c>id</c> and <c>extensions.persistedQuery</c> mean the same, and an id beside a text must be the text's.
/// Members of other names, and <c>extensions</c> itself, are left out: nothing in this server reads them.
/// </summary>
/// <param name="settings">The limits of batches and variables.</param>
internal sealed class RequestRewriter(ServerOptions settings)
{
    private const string Query = "query";
    private const string DocumentId = "documentId";
    private const string Id = "id";
    private const string OperationName = "operationName";
    private const string Variables = "variables";
    private const string Extensions = "extensions";
    private const string PersistedQuery = "persistedQuery";
    private const string HashPrefix = "sha256:";

    /// <summary>How JSON for HotChocolate is written: as short as it came.</summary>
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the address of a GET names a document, so that it asks for an operation.</summary>
    /// <param name="query">The address' query string.</param>
    public static bool NamesDocument(IQueryCollection query) =>
        query.ContainsKey(Query) || query.ContainsKey(DocumentId) || query.ContainsKey(Id) || query.ContainsKey(Extensions);

    /// <summary>The body of a POST.</summary>
    /// <param name="utf8">The body as it came.</param>
    /// <exception cref="RequestRejectedException">The body holds no request, or a batch beyond the limit.</exception>
    public byte[] OfBody(ReadOnlySpan<byte> utf8)
    {
        const string What = "The request body";
        var root = StrictJson.Parse(utf8, What);
        return root.ValueKind is JsonValueKind.Array ? OfBatch(root) : Written(output => Write(output, Read(root, What)));
    }

    /// <summary>The payload of a message that starts an operation on a WebSocket.</summary>
    /// <param name="output">Gets the payload.</param>
    /// <param name="payload">The payload as it came.</param>
    /// <exception cref="RequestRejectedException">The payload holds no request.</exception>
    public void Write(Utf8JsonWriter output, JsonElement payload) => Write(output, Read(payload, "The payload"));

    /// <summary>The query string of a GET that names a document.</summary>
    /// <param name="query">The parameters as they came.</param>
    /// <exception cref="RequestRejectedException">A parameter is given twice, is of the wrong form, or names no document.</exception>
    public QueryString OfQuery(IQueryCollection query)
    {
        var request = Combine(Text(Query), Text(DocumentId), Text(Id), Text(OperationName), Json(Variables), Json(Extensions));
        if (request.Variables is { ValueKind: JsonValueKind.Array })
            throw WrongType(Variables, "an object");
        return QueryString.Create(new Dictionary<string, string?>
        {
            [Query] = request.Query,
            [Id] = request.Id,
            [OperationName] = request.OperationName,
            [Variables] = request.Variables is null ? null : query[Variables].ToString(),
        }.Where(parameter => parameter.Value is not null));

        string? Text(string name) => query[name] is { Count: > 1 }
            ? throw RequestRejectedException.Invalid($"The URL parameter `{name}` is given more than once; give it once.")
            : string.IsNullOrEmpty(query[name]) ? null : query[name].ToString();

        JsonElement? Json(string name) => Text(name) is { } text ? StrictJson.Parse(Encoding.UTF8.GetBytes(text), $"The URL parameter `{name}`") : null;
    }

    private byte[] OfBatch(JsonElement list)
    {
        if (list.GetArrayLength() == 0)
            throw RequestRejectedException.Invalid("The batch is empty; put at least one request object into the list.");
        CheckBatch(list.GetArrayLength());
        List<GraphRequest> requests = [.. list.EnumerateArray().Select((request, i) => Read(request, $"Request {i + 1} of the batch"))];
        CheckBatch(requests.Sum(request => request.Sets));
        return Written(output =>
        {
            output.WriteStartArray();
            foreach (var request in requests)
                Write(output, request);
            output.WriteEndArray();
        });
    }

    private void CheckBatch(int requests)
    {
        if (settings.MaxBatchSize == 0)
            throw RequestRejectedException.Invalid("The request is a list; send one request object at a time, batches are switched off.");
        if (requests > settings.MaxBatchSize)
            throw new RequestRejectedException(StatusCodes.Status400BadRequest, GraphErrorCodes.LimitExceeded, $"A batch may have {settings.MaxBatchSize} requests; send the rest in another.");
    }

    private GraphRequest Read(JsonElement request, string what)
    {
        if (request.ValueKind is not JsonValueKind.Object)
            throw RequestRejectedException.Invalid($"{what} must be a JSON object.");
        return Combine(Text(request, Query), Text(request, DocumentId), Text(request, Id), Text(request, OperationName), Member(request, Variables), Member(request, Extensions));
    }

    private GraphRequest Combine(string? query, string? documentId, string? shortId, string? operationName, JsonElement? variables, JsonElement? extensions)
    {
        CheckVariables(variables);
        // An empty text is none, as some clients send it.
        var hash = GivenOrNull(HashIn(extensions));
        query = GivenOrNull(query);
        var id = GivenOrNull(documentId) ?? (query is null ? GivenOrNull(shortId) : null);
        if (id is not null && hash is not null && id != hash)
            throw RequestRejectedException.Invalid($"`{DocumentId}` and `{Extensions}.{PersistedQuery}` name two documents; name one.");
        id ??= hash;
        if (query is null && id is null)
            throw RequestRejectedException.Invalid($"The request has no GraphQL document; put it in `{Query}`, for example {{ __typename }}.");
        if (query is not null && id is not null && Digits(id) != HashOf(query))
            throw new RequestRejectedException(null, EngineCodes.DocumentIdMismatch, "The document's id is not the SHA-256 of its text.");
        return new GraphRequest(query, query is null ? KnownForm(id!) : null, GivenOrNull(operationName), variables);
    }

    private static string? GivenOrNull(string? text) => text is "" ? null : text;

    private void CheckVariables(JsonElement? variables)
    {
        if (variables is { ValueKind: JsonValueKind.Array } sets)
        {
            CheckBatch(sets.GetArrayLength());
            foreach (var set in sets.EnumerateArray())
                CheckSet(set);
        }
        else if (variables is { } set)
        {
            CheckSet(set);
        }
    }

    private void CheckSet(JsonElement variables)
    {
        if (variables.ValueKind is not JsonValueKind.Object)
            throw WrongType(Variables, "an object");
        if (JsonMarshal.GetRawUtf8Value(variables).Length > settings.MaxVariablesBytes)
            throw new RequestRejectedException(null, GraphErrorCodes.LimitExceeded, $"The variables have more than {settings.MaxVariablesBytes} bytes ({nameof(settings.MaxVariablesBytes)}).");
    }

    private static string? HashIn(JsonElement? extensions)
    {
        if (Object(extensions, Extensions) is not { } members || Object(Member(members, PersistedQuery), $"{Extensions}.{PersistedQuery}") is not { } persisted)
            return null;
        if (Member(persisted, "version") is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number) || number != 1)
            throw RequestRejectedException.Invalid($"`{Extensions}.{PersistedQuery}.version` must be 1.");
        return Text(persisted, "sha256Hash");
    }

    private static string Digits(string id) => id.StartsWith(HashPrefix, StringComparison.Ordinal) ? id[HashPrefix.Length..] : id;

    // An id of another form than HotChocolate takes becomes one that no document can have: it is answered as any unknown id is.
    private static string KnownForm(string id)
    {
        var digits = Digits(id);
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigitLower) ? digits : HashOf(id);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Unescaped(text),
        _ => throw WrongType(name, "a string"),
    };

    private static string? Unescaped(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            throw HalfSurrogate();
        }
    }

    private static JsonElement? Object(JsonElement? value, string name) =>
        value is null or { ValueKind: JsonValueKind.Object } ? value : throw WrongType(name, "an object");

    private static RequestRejectedException WrongType(string name, string expected) => RequestRejectedException.Invalid($"`{name}` must be {expected}.");

    private static RequestRejectedException HalfSurrogate() =>
        RequestRejectedException.Invalid("The request holds half of a surrogate pair in a \\u escape; such text cannot be written in UTF-8.");

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var output = new Utf8JsonWriter(buffer, Relaxed))
            write(output);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter output, GraphRequest request)
    {
        output.WriteStartObject();
        Write(Query, request.Query);
        Write(Id, request.Id);
        Write(OperationName, request.OperationName);
        if (request.Variables is { } variables)
        {
            output.WritePropertyName(Variables);
            try
            {
                variables.WriteTo(output);
            }
            catch (InvalidOperationException)
            {
                throw HalfSurrogate();
            }
        }

        output.WriteEndObject();

        void Write(string name, string? text)
        {
            if (text is not null)
                output.WriteString(name, text);
        }
    }

    /// <summary>A request as HotChocolate reads it.</summary>
    /// <param name="Query">The text; null where it is asked for by its id.</param>
    /// <param name="Id">The id; null where there is a text.</param>
    /// <param name="OperationName">The operation's name; null for none.</param>
    /// <param name="Variables">An object, or a list of them, each of which is run; null for none.</param>
    private readonly record struct GraphRequest(string? Query, string? Id, string? OperationName, JsonElement? Variables)
    {
        public int Sets => Variables is { ValueKind: JsonValueKind.Array } sets ? Math.Max(1, sets.GetArrayLength()) : 1;
    }
}
