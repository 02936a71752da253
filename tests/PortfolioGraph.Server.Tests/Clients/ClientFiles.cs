using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PortfolioGraph.Server.Tests.Clients;

/// <summary>Writes the files of <c>schema/clients</c> from the schema.</summary>
internal static class ClientFiles
{
    private const string Header = "// Generated from the schema: UPDATE_SCHEMA=true dotnet test tests/PortfolioGraph.Server.Tests --filter ClientFileTests\n\n";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] BuiltInScalars = ["Boolean", "Float", "ID", "Int", "String"];

    private static readonly string[] PageArguments = ["first", "after", "last", "before"];

    // A scalar that is missing here fails the test.
    private static readonly Dictionary<string, string> ScalarTypes = new()
    {
        ["Address"] = "string",
        ["BigDecimal"] = "string",
        ["BigInt"] = "string",
        ["DateTime"] = "string",
        ["Decimal"] = "number",
        ["URL"] = "string",
    };

    /// <summary>Returns the text of every file by its name.</summary>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyDictionary<string, string> Write(ClientSchema schema) => new Dictionary<string, string>
    {
        ["possibleTypes.json"] = Json(new JsonObject(schema.Types.Where(static type => type.Kind is "INTERFACE" or "UNION").Select(static type => Member(type.Name, Names(type.NamesOf("possibleTypes")))))),
        ["scalars.json"] = Json(new JsonObject(CustomScalars(schema).Select(static name => Member(name, ScalarTypes[name])))),
        ["schema.json"] = MinifiedIntrospection(schema),
        ["typePolicies.ts"] = TypePolicies(schema),
        ["graphcache.ts"] = Graphcache(schema),
    };

    /// <summary>Returns the names of the scalars that GraphQL does not define.</summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<string> CustomScalars(ClientSchema schema) =>
        schema.Types.Where(static type => type.Kind == "SCALAR").Select(static type => type.Name).Except(BuiltInScalars);

    private static string TypePolicies(ClientSchema schema)
    {
        var text = new StringBuilder(Header)
            .Append("import type { TypePolicies } from \"@apollo/client/cache\";\n")
            .Append("import { pages, rows } from \"./policies.js\";\n\n")
            .Append("/** How Apollo Client 3 and 4 cache the types of this graph. Pass it to `InMemoryCache` with the content of `possibleTypes.json`. */\n")
            .Append("export const typePolicies: TypePolicies = {\n");
        foreach (var type in schema.Types.Where(type => type.Kind == "OBJECT"))
        {
            List<string> parts = [];
            if (schema.Objects.Contains(type))
            {
                if (!type.HasId)
                    parts.Add("keyFields: false");
                // Two views that select different fields of one object add to it. Pages have their own rules.
                if (!type.IsConnection)
                    parts.Add("merge: true");
            }

            var fields = type.IsConnection ? [] : type.Fields.Select(field => (field.Name, Policy: FieldPolicy(schema, field))).Where(static field => field.Policy is not null).ToList();
            if (fields.Count > 0)
                parts.Add($"fields: {{\n{string.Concat(fields.Select(static field => $"      {field.Name}: {field.Policy},\n"))}    }}");
            if (parts.Count > 0)
                text.Append($"  {type.Name}: {{\n{string.Concat(parts.Select(static part => $"    {part},\n"))}  }},\n");
        }

        return text.Append("};\n").ToString();
    }

    private static string? FieldPolicy(ClientSchema schema, ClientField field)
    {
        var type = schema.NamedTypeOf(field);
        if (type.IsConnection)
            return $"pages([{string.Join(", ", field.Arguments.Select(static argument => argument.Name).Except(PageArguments).Select(static name => $"\"{name}\""))}])";
        return field.IsList && type.Kind is "OBJECT" or "INTERFACE" or "UNION" ? "{ merge: rows }" : null;
    }

    private static string Graphcache(ClientSchema schema)
    {
        var text = new StringBuilder(Header)
            .Append("import type { KeyingConfig, ResolverConfig } from \"@urql/exchange-graphcache\";\n")
            .Append("import { relayPagination } from \"@urql/exchange-graphcache/extras\";\n\n")
            .Append("/** The types without identity: their objects are stored as parts of their parents. */\n")
            .Append("export const keys: KeyingConfig = {\n");
        foreach (var type in schema.Objects.Where(static type => !type.HasId))
            text.Append($"  {type.Name}: () => null,\n");
        text.Append("};\n\n/** Lists that come in pages: all pages that are cached are one list. */\nexport const resolvers: ResolverConfig = {\n");
        foreach (var type in schema.Objects.Where(type => type.Fields.Any(field => schema.NamedTypeOf(field).IsConnection)))
        {
            var fields = type.Fields.Where(field => schema.NamedTypeOf(field).IsConnection).Select(static field => $"{field.Name}: relayPagination()");
            text.Append($"  {type.Name}: {{ {string.Join(", ", fields)} }},\n");
        }

        return text.Append("};\n").ToString();
    }

    // In the form of @urql/introspection, which is what graphcache needs: leaf types and inputs are all `Any`.
    private static string MinifiedIntrospection(ClientSchema schema) => new JsonObject
    {
        ["__schema"] = new JsonObject
        {
            ["queryType"] = Named(schema.RootOf("query")),
            ["mutationType"] = Named(schema.RootOf("mutation")),
            ["subscriptionType"] = Named(schema.RootOf("subscription")),
            ["types"] = new JsonArray([.. schema.Types.Where(static type => type.Kind is "OBJECT" or "INTERFACE" or "UNION").Select(Minify), Any()]),
            ["directives"] = new JsonArray(),
        },
    }.ToJsonString() + "\n";

    private static JsonObject? Named(string? name) => name is null ? null : new JsonObject { ["name"] = name };

    private static JsonNode Minify(ClientType type)
    {
        var minified = new JsonObject { ["kind"] = type.Kind, ["name"] = type.Name };
        if (type.Kind != "UNION")
        {
            minified["fields"] = new JsonArray([.. type.Fields.Select(static field => new JsonObject
            {
                ["name"] = field.Name,
                ["type"] = Minify(field.Type),
                ["args"] = new JsonArray([.. field.Arguments.Select(static argument => new JsonObject { ["name"] = argument.Name, ["type"] = Minify(argument.Type) })]),
            })]);
            minified["interfaces"] = new JsonArray([.. type.NamesOf("interfaces").Select(static name => new JsonObject { ["kind"] = "INTERFACE", ["name"] = name })]);
        }

        if (type.Kind != "OBJECT")
            minified["possibleTypes"] = new JsonArray([.. type.NamesOf("possibleTypes").Select(static name => new JsonObject { ["kind"] = "OBJECT", ["name"] = name })]);
        return minified;
    }

    private static JsonObject Minify(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" or "LIST" => new JsonObject { ["kind"] = type.GetProperty("kind").GetString(), ["ofType"] = Minify(type.GetProperty("ofType")) },
        "SCALAR" or "ENUM" or "INPUT_OBJECT" => Any(),
        var kind => new JsonObject { ["kind"] = kind, ["name"] = type.GetProperty("name").GetString() },
    };

    private static JsonObject Any() => new() { ["kind"] = "SCALAR", ["name"] = "Any" };

    private static KeyValuePair<string, JsonNode?> Member(string name, JsonNode value) => new(name, value);

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static name => JsonValue.Create(name))]);

    private static string Json(JsonObject content) => content.ToJsonString(Indented) + "\n";
}
