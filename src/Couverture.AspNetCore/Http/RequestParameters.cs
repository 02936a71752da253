using System.Text;
using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// Parses the parameters of a GraphQL request: <c>query</c>, <c>operationName</c>, <c>variables</c> and <c>extensions</c> (GraphQL over HTTP, section 5.1).
/// Instead of <c>query</c>, a persisted document can be identified in three ways: <c>documentId</c> (GraphQL over HTTP, persisted documents); <c>id</c>, as
/// Relay and HotChocolate send it, if there is no <c>query</c>; or <c>extensions.persistedQuery</c> (Apollo's automatic persisted queries).
/// </summary>
/// <remarks>
/// An empty string in any of these, or in <c>operationName</c>, is treated as missing, because clients such as Strawberry Shake send <c>"query": ""</c> with an id.
/// </remarks>
internal static class RequestParameters
{
    private const string Query = "query";
    private const string DocumentId = "documentId";
    private const string ShortDocumentId = "id";
    private const string OperationName = "operationName";
    private const string Variables = "variables";
    private const string Extensions = "extensions";
    private const string PersistedQuery = "persistedQuery";

    /// <summary>Returns whether the query string of a GET identifies a document, so that the request is for an operation.</summary>
    public static bool ContainDocument(IQueryCollection query) =>
        new[] { Query, DocumentId, ShortDocumentId, Extensions }.Any(name => !StringValues.IsNullOrEmpty(query[name]));

    /// <summary>Parses the members of a JSON object; unknown members are ignored.</summary>
    /// <param name="request">The JSON value, which must be an object.</param>
    /// <param name="what">The name of the value, as the first words of an error message.</param>
    /// <exception cref="RejectedException">The value is not an object, or a parameter is missing or of the wrong type.</exception>
    public static OperationRequest FromJson(JsonElement request, string what)
    {
        var withoutVariables = FromJsonWithoutVariables(request, what);
        return withoutVariables with { Variables = RequireObject(GetMember(request, Variables), Variables) };
    }

    /// <summary>Returns whether a JSON value has a list of variables, so that it stands for one operation per item.</summary>
    /// <param name="request">The JSON value.</param>
    public static bool HasVariableList(JsonElement request) => request.ValueKind is JsonValueKind.Object && GetMember(request, Variables) is { ValueKind: JsonValueKind.Array };

    /// <summary>Returns the number of operations that a JSON value stands for.</summary>
    /// <param name="request">The JSON value.</param>
    public static long CountOperations(JsonElement request) => HasVariableList(request) ? GetMember(request, Variables)!.Value.GetArrayLength() : 1;

    /// <summary>Parses the members of a JSON object with a list of variables; unknown members are ignored.</summary>
    /// <param name="request">The JSON object.</param>
    /// <param name="what">The name of the object, as the first words of an error message.</param>
    /// <returns>One request for each set of variables.</returns>
    /// <exception cref="RejectedException">The list is empty, or a parameter is missing or of the wrong type.</exception>
    public static IReadOnlyList<OperationRequest> FromJsonWithVariableList(JsonElement request, string what)
    {
        var withoutVariables = FromJsonWithoutVariables(request, what);
        var sets = GetMember(request, Variables)!.Value;
        return sets.GetArrayLength() > 0
            ? [.. sets.EnumerateArray().Select((set, i) => withoutVariables with { Variables = RequireObject(set, $"{Variables}[{i}]") })]
            : throw BadRequest($"`{Variables}` is an empty list. Send one object for each operation, or one object instead of the list.");
    }

    private static OperationRequest FromJsonWithoutVariables(JsonElement request, string what)
    {
        if (request.ValueKind is not JsonValueKind.Object)
            throw BadRequest($"{what} must be a JSON object, but it is {Describe(request.ValueKind)}.");
        var document = GetString(request, Query);
        var extensions = RequireObject(GetMember(request, Extensions), Extensions);
        return new OperationRequest
        {
            Document = document,
            DocumentId = GetDocumentId(document, name => GetString(request, name), extensions, "the JSON object's member"),
            OperationName = GetString(request, OperationName),
            Extensions = extensions,
        };
    }

    /// <summary>Parses the query string of a GET; <c>variables</c> and <c>extensions</c> are JSON texts, and an empty text is treated as missing.</summary>
    /// <param name="query">The query string.</param>
    /// <exception cref="RejectedException">A parameter is missing, repeated, or of the wrong type.</exception>
    public static OperationRequest FromQueryString(IQueryCollection query)
    {
        var document = GetString(query, Query);
        var extensions = RequireObject(ParseJson(query, Extensions), Extensions);
        return new OperationRequest
        {
            Document = document,
            DocumentId = GetDocumentId(document, name => GetString(query, name), extensions, "the URL parameter"),
            OperationName = GetString(query, OperationName),
            Variables = RequireObject(ParseJson(query, Variables), Variables),
            Extensions = extensions,
            ReadOnly = true,
        };
    }

    private static string? GetDocumentId(string? document, Func<string, string?> getString, JsonElement? extensions, string location)
    {
        var id = getString(DocumentId) ?? (document is null ? getString(ShortDocumentId) : null);
        var hash = GetPersistedQueryHash(extensions);
        if (document is null && id is null && hash is null)
            throw MissingDocument(location);
        return id is null || hash is null || id == hash ? id ?? hash : throw BadRequest($"`{DocumentId}` and `{Extensions}.{PersistedQuery}` identify different documents. Send one of them.");
    }

    private static string? GetPersistedQueryHash(JsonElement? extensions)
    {
        if (extensions is not { } members || RequireObject(GetMember(members, PersistedQuery), $"{Extensions}.{PersistedQuery}") is not { } persisted)
            return null;
        if (GetMember(persisted, "version") is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number) || number != 1)
            throw BadRequest($"`{Extensions}.{PersistedQuery}.version` must be 1.");
        return GetString(persisted, "sha256Hash");
    }

    private static JsonElement? GetMember(JsonElement root, string name) => root.TryGetProperty(name, out var member) ? member : null;

    private static string? GetString(JsonElement root, string name) => GetMember(root, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        { } other => throw WrongType(name, "a string", other.ValueKind),
    };

    private static JsonElement? RequireObject(JsonElement? value, string name) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object } => value,
        { } other => throw WrongType(name, "an object", other.ValueKind),
    };

    private static string? GetString(IQueryCollection query, string name)
    {
        StringValues values = query[name];
        if (values.Count > 1)
            throw BadRequest($"The URL parameter `{name}` is repeated. Send it once.");
        return string.IsNullOrEmpty(values) ? null : values.ToString();
    }

    private static JsonElement? ParseJson(IQueryCollection query, string name) =>
        GetString(query, name) is { } text ? JsonText.Parse(Encoding.UTF8.GetBytes(text), $"The URL parameter `{name}`") : null;

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    private static RejectedException MissingDocument(string location) => BadRequest($"The request has no GraphQL document. Send it in {location} `{Query}`, for example {{ __typename }}. Empty strings and empty ids count as missing.");

    private static RejectedException WrongType(string name, string expected, JsonValueKind actual) => BadRequest($"`{name}` must be {expected}, but it is {Describe(actual)}.");

    private static RejectedException BadRequest(string message) => new(Rejection.BadRequest(message));
}
