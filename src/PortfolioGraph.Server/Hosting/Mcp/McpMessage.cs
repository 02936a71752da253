using System.Collections.Frozen;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Checks a message of a client before the library of the protocol reads it. The library reports parameters of a wrong type without a code or fails, and its exceptions repeat what the client
/// sent.
/// </summary>
internal static class McpMessage
{
    private const string What = "The request body";

    // Other methods have no parameters besides those that all have.
    private static readonly FrozenDictionary<string, Type> Parameters = new Dictionary<string, Type>
    {
        [RequestMethods.Initialize] = typeof(InitializeRequestParams),
        [RequestMethods.ToolsList] = typeof(ListToolsRequestParams),
        [RequestMethods.ToolsCall] = typeof(CallToolRequestParams),
        [RequestMethods.PromptsList] = typeof(ListPromptsRequestParams),
        [RequestMethods.PromptsGet] = typeof(GetPromptRequestParams),
        [RequestMethods.ResourcesList] = typeof(ListResourcesRequestParams),
        [RequestMethods.ResourcesRead] = typeof(ReadResourceRequestParams),
        [RequestMethods.ResourcesTemplatesList] = typeof(ListResourceTemplatesRequestParams),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The library handles these methods, but this server sends neither logs nor updates.
    private static readonly FrozenSet<string> Absent = FrozenSet.Create(StringComparer.Ordinal, "logging/setLevel", RequestMethods.ResourcesSubscribe, RequestMethods.ResourcesUnsubscribe);

    /// <summary>Checks a message.</summary>
    /// <param name="body">The body of the request.</param>
    /// <exception cref="McpMessageException">The body is not a message that the server can read, or requests a method that the server does not have.</exception>
    public static void Check(byte[] body)
    {
        var message = Parse(body);
        if (message.ValueKind is not JsonValueKind.Object)
            throw Invalid(McpErrorCode.InvalidRequest, $"{What} must be one message, which is a JSON object.");
        // The server sends no requests, so there are no responses to it.
        if (!message.TryGetProperty("method", out var name) || name.ValueKind is not JsonValueKind.String)
            throw Invalid(McpErrorCode.InvalidRequest, "The message must have a `method`, which is a string.");
        var method = name.GetString()!;
        var id = message.TryGetProperty("id", out var found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Number ? found : (JsonElement?)null;
        if (Absent.Contains(method))
            throw new McpMessageException(McpErrorCode.MethodNotFound, EngineErrorCodes.NotFound, "This server does not have the method.", id);
        CheckParameters(method, message.TryGetProperty("params", out var parameters) ? parameters : JsonElement.Parse("{}"), id);
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            var message = StrictJson.Parse(body, What);
            // The parser reads escapes only if the string is read.
            if (body.AsSpan().IndexOf("\\u"u8) >= 0)
                ReadStrings(body);
            return message;
        }
        catch (RequestRejectedException invalid)
        {
            throw Invalid(McpErrorCode.ParseError, invalid.Message);
        }
        catch (InvalidOperationException)
        {
            throw Invalid(McpErrorCode.ParseError, $"{What} has an unpaired surrogate in a \\u escape. Escape both halves of the pair.");
        }
    }

    private static void ReadStrings(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString();
        }
    }

    private static void CheckParameters(string method, JsonElement parameters, JsonElement? id)
    {
        if (parameters.ValueKind is not JsonValueKind.Object)
            throw Invalid(McpErrorCode.InvalidParams, "The `params` of the message must be an object.", id);
        try
        {
            if (Parameters.TryGetValue(method, out var type))
                parameters.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(type));
        }
        catch (JsonException)
        {
            throw Invalid(McpErrorCode.InvalidParams, "A member of `params` is missing or has a wrong type. The specification of the protocol defines the members.", id);
        }
    }

    private static McpMessageException Invalid(McpErrorCode error, string message, JsonElement? id = null) => new(error, EngineErrorCodes.HttpRequestInvalid, message, id);
}
