using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Clients;

/// <summary>The schema as clients read it by introspection. Types are ordered by name, so that the result does not depend on the engine.</summary>
/// <param name="Schema">The member <c>__schema</c>.</param>
/// <param name="Types">The types without those of introspection.</param>
internal sealed record ClientSchema(JsonElement Schema, IReadOnlyList<ClientType> Types)
{
    /// <summary>The query that reads the schema.</summary>
    public const string Query = """
        query {
          __schema {
            queryType { name } mutationType { name } subscriptionType { name }
            types { kind name fields { name type { ...Type } args { name type { ...Type } } } interfaces { name } possibleTypes { name } }
          }
        }
        fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
        """;

    /// <summary>Reads the response to <see cref="Query"/>.</summary>
    /// <param name="schema">The member <c>__schema</c>.</param>
    public static ClientSchema Read(JsonElement schema) => new(
        schema,
        [
            .. schema.GetProperty("types").EnumerateArray().Select(static type => new ClientType(type))
                .Where(static type => !type.Name.StartsWith("__", StringComparison.Ordinal))
                .OrderBy(static type => type.Name, StringComparer.Ordinal),
        ]);

    /// <summary>Returns the name of a root type; null if there is none.</summary>
    /// <param name="operation">The operation, for example <c>query</c>.</param>
    public string? RootOf(string operation) => Schema.GetProperty($"{operation}Type") is { ValueKind: JsonValueKind.Object } root ? root.GetProperty("name").GetString() : null;

    /// <summary>The object types other than the roots.</summary>
    public IEnumerable<ClientType> Objects => Types.Where(type => type.Kind == "OBJECT" && !new[] { "query", "mutation", "subscription" }.Select(RootOf).Contains(type.Name));

    /// <summary>Returns the type that a field or argument refers to, without lists and non-null.</summary>
    /// <param name="field">The field or argument.</param>
    public ClientType NamedTypeOf(ClientField field) => Types.Single(type => type.Name == field.NamedType);
}

/// <summary>A type.</summary>
/// <param name="Json">The type's introspection.</param>
internal sealed record ClientType(JsonElement Json)
{
    /// <summary>The kind: <c>OBJECT</c>, <c>INTERFACE</c> and so on.</summary>
    public string Kind => Json.GetProperty("kind").GetString()!;

    /// <summary>The name.</summary>
    public string Name => Json.GetProperty("name").GetString()!;

    /// <summary>The fields in the order of the schema.</summary>
    public IReadOnlyList<ClientField> Fields => Members("fields", static json => new ClientField(json));

    /// <summary>The names of the interfaces or possible types.</summary>
    /// <param name="member"><c>interfaces</c> or <c>possibleTypes</c>.</param>
    public IReadOnlyList<string> NamesOf(string member) => [.. Members(member, static type => type.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>Whether the type has an id, so that caches store its objects by themselves.</summary>
    public bool HasId => Fields.Any(static member => member.Name == "id");

    /// <summary>Whether the type is a connection: a page of a list.</summary>
    public bool IsConnection => Fields.Any(static member => member.Name == "edges") && Fields.Any(static member => member.Name == "pageInfo");

    private IReadOnlyList<T> Members<T>(string member, Func<JsonElement, T> read) =>
        Json.GetProperty(member) is { ValueKind: JsonValueKind.Array } members ? [.. members.EnumerateArray().Select(read)] : [];
}

/// <summary>A field or an argument.</summary>
/// <param name="Json">Its introspection.</param>
internal sealed record ClientField(JsonElement Json)
{
    /// <summary>The name.</summary>
    public string Name => Json.GetProperty("name").GetString()!;

    /// <summary>The type, with lists and non-null.</summary>
    public JsonElement Type => Json.GetProperty("type");

    /// <summary>The arguments.</summary>
    public IReadOnlyList<ClientField> Arguments => [.. Json.GetProperty("args").EnumerateArray().Select(static argument => new ClientField(argument))];

    /// <summary>The name of the type without lists and non-null.</summary>
    public string NamedType => Unwrap(static _ => false).GetProperty("name").GetString()!;

    /// <summary>Whether the type is a list.</summary>
    public bool IsList => Unwrap(static kind => kind == "LIST").GetProperty("kind").GetString() == "LIST";

    private JsonElement Unwrap(Func<string, bool> isEnd)
    {
        var type = Type;
        while (type.GetProperty("kind").GetString() is "LIST" or "NON_NULL" && !isEnd(type.GetProperty("kind").GetString()!))
            type = type.GetProperty("ofType");
        return type;
    }
}
