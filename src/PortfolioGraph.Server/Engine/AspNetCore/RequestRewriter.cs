using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Rewrites requests to the form that HotChocolate 15.1 reads. HotChocolate reads the id of a document only from <c>id</c>, without the prefix <c>sha256:</c>, and only
/// if there is no text. This server also reads the id from <c>documentId</c> and <c>extensions.persistedQuery</c>, which must be the hash of the text if there is a text.
/// Other members and <c>extensions</c> itself are removed, because this server does not use them. HotChocolate knows trusted documents by the SHA-256 of their exact text
/// only. So another id of a trusted document becomes that hash, and with <see cref="ServerOptions.TrustedDocumentsOnly"/> also a text that is one of its forms.
/// </summary>
/// <param name="settings">The limits of batches and variables.</param>
/// <param name="documents">The trusted documents.</param>
internal sealed class RequestRewriter(ServerOptions settings, PersistedDocuments documents)
{
    private const string Query = "query";
    private const string DocumentId = "documentId";
    private const string Id = "id";
    private const string OperationName = "operationName";
    private const string Variables = "variables";
    private const string Extensions = "extensions";
    private const string PersistedQuery = "persistedQuery";

    /// <summary>The options for writing JSON without unnecessary escapes, so that it does not grow.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the query string of a GET request contains a document or its id.</summary>
    /// <param name="query">The query string.</param>
    public static bool HasDocument(IQueryCollection query) =>
        query.ContainsKey(Query) || query.ContainsKey(DocumentId) || query.ContainsKey(Id) || query.ContainsKey(Extensions);

    /// <summary>Returns the rewritten body of a POST request.</summary>
    /// <param name="utf8">The original body.</param>
    /// <exception cref="RequestRejectedException">The body does not contain a valid request, or the batch is too large.</exception>
    public byte[] RewriteBody(ReadOnlySpan<byte> utf8)
    {
        const string What = "The request body";
        var root = StrictJson.Parse(utf8, What);
        return root.ValueKind is JsonValueKind.Array ? RewriteBatch(root) : WriteToArray(output => Write(output, Read(root, What)));
    }

    /// <summary>Writes the rewritten payload of a WebSocket message that starts an operation.</summary>
    /// <param name="output">The output.</param>
    /// <param name="payload">The original payload.</param>
    /// <exception cref="RequestRejectedException">The payload does not contain a valid request.</exception>
    public void Write(Utf8JsonWriter output, JsonElement payload) => Write(output, Read(payload, "The payload"));

    /// <summary>Returns the rewritten query string of a GET request for an operation.</summary>
    /// <param name="query">The original parameters.</param>
    /// <exception cref="RequestRejectedException">A parameter is repeated or has the wrong form, or the document is missing.</exception>
    public QueryString RewriteQuery(IQueryCollection query)
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
            ? throw RequestRejectedException.Invalid($"The URL parameter `{name}` is repeated. Send it once.")
            : string.IsNullOrEmpty(query[name]) ? null : query[name].ToString();

        JsonElement? Json(string name) => Text(name) is { } text ? StrictJson.Parse(Encoding.UTF8.GetBytes(text), $"The URL parameter `{name}`") : null;
    }

    private byte[] RewriteBatch(JsonElement list)
    {
        if (list.GetArrayLength() == 0)
            throw RequestRejectedException.Invalid("The batch is empty. Send at least one request object.");
        CheckBatch(list.GetArrayLength());
        List<GraphRequest> requests = [.. list.EnumerateArray().Select((request, i) => Read(request, $"Request {i + 1} of the batch"))];
        CheckBatch(requests.Sum(request => request.OperationCount));
        return WriteToArray(output =>
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
            throw RequestRejectedException.Invalid("The request is a list, but batching is disabled (MaxBatchSize). Send one request object at a time.");
        if (requests > settings.MaxBatchSize)
            throw new RequestRejectedException(StatusCodes.Status400BadRequest, EngineErrorCodes.LimitExceeded, $"A batch may have at most {settings.MaxBatchSize} requests. Split it into several batches.");
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
        // Some clients send an empty text next to an id.
        var hash = NullIfEmpty(ReadPersistedQueryHash(extensions));
        query = NullIfEmpty(query);
        var id = NullIfEmpty(documentId) ?? (query is null ? NullIfEmpty(shortId) : null);
        if (id is not null && hash is not null && id != hash)
            throw RequestRejectedException.Invalid($"`{DocumentId}` and `{Extensions}.{PersistedQuery}` identify different documents. Send one of them.");
        id ??= hash;
        if (query is null && id is null)
            throw RequestRejectedException.Invalid($"The request has no GraphQL document. Send it in `{Query}`, for example {{ __typename }}.");
        if (query is not null && id is not null && DocumentHash.TrimPrefix(id) != ComputeHash(query) && !IsIdOf(id, query))
            throw new RequestRejectedException(null, EngineErrorCodes.DocumentIdMismatch, "The document's id does not match its text. Send one of them.");
        var knownId = query is null ? NormalizeId(id!) : FindForm(query);
        return new GraphRequest(knownId is null ? query : null, knownId, NullIfEmpty(operationName), variables);
    }

    private bool IsIdOf(string id, string query) => documents.Find(id) is not null && Parse(query) is { } syntax && documents.Recognize(syntax, id);

    /// <summary>Returns the id of the trusted form that a text differs from only in its formatting; null if there is none, or the engine accepts the text itself.</summary>
    private string? FindForm(string query) => settings.TrustedDocumentsOnly && Parse(query) is { } syntax ? documents.FindForm(syntax)?.Hash.ToString() : null;

    private static DocumentNode? Parse(string query)
    {
        try
        {
            return Utf8GraphQLParser.Parse(query);
        }
        catch (SyntaxException)
        {
            // The engine rejects the text.
            return null;
        }
    }

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;

    private void CheckVariables(JsonElement? variables)
    {
        if (variables is { ValueKind: JsonValueKind.Array } sets)
        {
            CheckBatch(sets.GetArrayLength());
            foreach (var set in sets.EnumerateArray())
                CheckVariableSet(set);
        }
        else if (variables is { } set)
        {
            CheckVariableSet(set);
        }
    }

    private void CheckVariableSet(JsonElement variables)
    {
        if (variables.ValueKind is not JsonValueKind.Object)
            throw WrongType(Variables, "an object");
        if (JsonMarshal.GetRawUtf8Value(variables).Length > settings.MaxVariablesBytes)
            throw new RequestRejectedException(null, EngineErrorCodes.LimitExceeded, $"The variables have more than {settings.MaxVariablesBytes} bytes ({nameof(settings.MaxVariablesBytes)}).");
    }

    private static string? ReadPersistedQueryHash(JsonElement? extensions)
    {
        if (Object(extensions, Extensions) is not { } members || Object(Member(members, PersistedQuery), $"{Extensions}.{PersistedQuery}") is not { } persisted)
            return null;
        if (Member(persisted, "version") is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number) || number != 1)
            throw RequestRejectedException.Invalid($"`{Extensions}.{PersistedQuery}.version` must be 1.");
        return Text(persisted, "sha256Hash");
    }

    // HotChocolate rejects ids that are not SHA-256 hashes. Hashing such an id turns it into an unknown id.
    private string NormalizeId(string id) => (documents.Find(id)?.Hash ?? DocumentHash.Parse(id))?.ToString() ?? ComputeHash(id);

    private static string ComputeHash(string text) => DocumentHash.Compute(Encoding.UTF8.GetBytes(text)).ToString();

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => ReadString(text),
        _ => throw WrongType(name, "a string"),
    };

    private static string? ReadString(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            throw UnpairedSurrogate();
        }
    }

    private static JsonElement? Object(JsonElement? value, string name) =>
        value is null or { ValueKind: JsonValueKind.Object } ? value : throw WrongType(name, "an object");

    private static RequestRejectedException WrongType(string name, string expected) => RequestRejectedException.Invalid($"`{name}` must be {expected}.");

    private static RequestRejectedException UnpairedSurrogate() =>
        RequestRejectedException.Invalid("The request has an unpaired surrogate in a \\u escape. Escape both halves of the pair.");

    private static byte[] WriteToArray(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var output = new Utf8JsonWriter(buffer, WriterOptions))
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
                throw UnpairedSurrogate();
            }
        }

        output.WriteEndObject();

        void Write(string name, string? text)
        {
            if (text is not null)
                output.WriteString(name, text);
        }
    }

    /// <summary>A request in the form that HotChocolate reads.</summary>
    /// <param name="Query">The text; null if the request has an id.</param>
    /// <param name="Id">The id; null if the request has a text.</param>
    /// <param name="OperationName">The operation's name; null if absent.</param>
    /// <param name="Variables">An object, or a list of objects, one per execution; null if absent.</param>
    private readonly record struct GraphRequest(string? Query, string? Id, string? OperationName, JsonElement? Variables)
    {
        public int OperationCount => Variables is { ValueKind: JsonValueKind.Array } sets ? Math.Max(1, sets.GetArrayLength()) : 1;
    }
}
