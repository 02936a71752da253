using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Builds the JSON Schema (2020-12) of a tool's arguments from the variables of its operation. It is stricter than the graph: it does not offer null, and a list is always an array.
/// </summary>
/// <param name="types">The types of the schema.</param>
/// <param name="limits">The limits on the number of addresses.</param>
internal sealed partial class ToolInputSchema(SchemaTypes types, AddressLimits limits)
{
    private readonly VariableDescriptions _descriptions = new(types);

    /// <summary>Returns the schema of the arguments: an object with a property for each variable and no others.</summary>
    /// <param name="document">The document, which is valid.</param>
    /// <param name="operation">The operation of the document.</param>
    public JsonObject Create(DocumentNode document, OperationDefinitionNode operation)
    {
        var descriptions = _descriptions.Read(document, operation);
        var definitions = new SortedDictionary<string, JsonObject?>(StringComparer.Ordinal);
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var variable in operation.VariableDefinitions)
        {
            var name = variable.Variable.Name.Value;
            var use = descriptions.GetValueOrDefault(name);
            var property = CreateProperty(variable.Type, use?.Description, variable.DefaultValue, definitions, isNested: false);
            LimitItems(property, use?.Argument);
            properties[name] = property;
            if (variable is { Type: NonNullTypeNode, DefaultValue: null })
                required.Add((JsonNode)name);
        }

        return CreateObject(properties, required, definitions);
    }

    private static JsonObject CreateObject(JsonObject properties, JsonArray required, SortedDictionary<string, JsonObject?>? definitions = null)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = required;
        schema["additionalProperties"] = false;
        if (definitions is { Count: > 0 })
            schema["$defs"] = new JsonObject(definitions.Select(static definition => KeyValuePair.Create<string, JsonNode?>(definition.Key, definition.Value)));
        return schema;
    }

    private JsonObject CreateProperty(ITypeNode type, string? description, IValueNode? defaultValue, SortedDictionary<string, JsonObject?> definitions, bool isNested)
    {
        var schema = CreateType(type, definitions, isNested);
        if (description is not null)
        {
            var adapted = Adapt(description, hasDefault: defaultValue is not (null or NullValueNode));
            // What the value is for, then what a value of its type looks like. What an enum is for would be said twice.
            schema["description"] = types.Find(SchemaTypes.GetNamedType(type)) is EnumTypeDefinitionNode values && schema.ContainsKey("enum")
                ? $"{adapted} {DescribeValues(values)}"
                : $"{adapted} {schema["description"]?.GetValue<string>()}".TrimEnd();
            if (schema["type"]?.GetValue<string>() == "integer" && Bounds().Match(description) is { Success: true } bounds)
            {
                schema["minimum"] = int.Parse(bounds.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                schema["maximum"] = int.Parse(bounds.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        if (defaultValue is not (null or NullValueNode))
            schema["default"] = CreateValue(defaultValue);
        return schema;
    }

    // The schema describes arguments of the graph, which may be null, and whose own default takes the place of a variable without one.
    private static string Adapt(string description, bool hasDefault) =>
        Default().Replace(description, hasDefault ? "" : "$1").Replace("If null", "If omitted", StringComparison.Ordinal);

    private void LimitItems(JsonObject schema, string? argument)
    {
        if (argument is "Query.portfolio.addresses")
            (schema["minItems"], schema["maxItems"]) = (1, limits.PortfolioAddresses);
        else if (argument is "Query.wallets.addresses" or "Mutation.refreshWallets.addresses")
            schema["maxItems"] = limits.WalletAddresses;
    }

    private JsonObject CreateType(ITypeNode type, SortedDictionary<string, JsonObject?> definitions, bool isNested) => type switch
    {
        NonNullTypeNode required => CreateType(required.Type, definitions, isNested),
        ListTypeNode list => new JsonObject { ["type"] = "array", ["items"] = CreateType(list.Type, definitions, isNested) },
        NamedTypeNode named => CreateNamedType(named.Name.Value, definitions, isNested),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    // Input objects refer to one definition of each type, because the fields of a filter have the same few types. The whole list of tools is part of what a model reads.
    private JsonObject CreateNamedType(string name, SortedDictionary<string, JsonObject?> definitions, bool isNested)
    {
        switch (types.Find(name))
        {
            case InputObjectTypeDefinitionNode type:
                Define(type, definitions);
                return Refer(name);
            case EnumTypeDefinitionNode or ScalarTypeDefinitionNode when isNested:
                definitions.TryAdd(name, CreateLeafType(name));
                return Refer(name);
            default:
                return CreateLeafType(name);
        }
    }

    private JsonObject CreateLeafType(string name)
    {
        switch (types.Find(name))
        {
            case EnumTypeDefinitionNode type:
                return new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([.. type.Values.Select(static value => (JsonNode)value.Name.Value)]),
                    ["description"] = $"{type.Description?.Value} {DescribeValues(type)}".Trim(),
                };
            case ScalarTypeDefinitionNode type when CreateScalar(name) is var schema:
                schema["description"] = type.Description?.Value;
                return schema;
            default:
                return CreateScalar(name);
        }
    }

    private static string DescribeValues(EnumTypeDefinitionNode type) => string.Join(' ', type.Values.Select(static value => $"{value.Name.Value}: {value.Description?.Value}"));

    private static JsonObject Refer(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    // An input object may contain itself.
    private void Define(InputObjectTypeDefinitionNode type, SortedDictionary<string, JsonObject?> definitions)
    {
        if (!definitions.TryAdd(type.Name.Value, null))
            return;
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in type.Fields)
        {
            properties[field.Name.Value] = CreateProperty(field.Type, field.Description?.Value, field.DefaultValue, definitions, isNested: true);
            if (field is { Type: NonNullTypeNode, DefaultValue: null })
                required.Add((JsonNode)field.Name.Value);
        }

        definitions[type.Name.Value] = CreateObject(properties, required);
    }

    // A scalar that the published schema does not have, such as those of Apollo Federation, may have any value.
    private static JsonObject CreateScalar(string name) => name switch
    {
        "String" or "ID" or "URL" => new JsonObject { ["type"] = "string" },
        "Int" => new JsonObject { ["type"] = "integer" },
        "Float" or "Decimal" => new JsonObject { ["type"] = "number" },
        "Boolean" => new JsonObject { ["type"] = "boolean" },
        "Address" => new JsonObject { ["type"] = "string", ["pattern"] = "^0x[0-9a-fA-F]{40}$" },
        "BigDecimal" => new JsonObject { ["type"] = "string", ["pattern"] = "^-?[0-9]+(\\.[0-9]+)?$" },
        "BigInt" => new JsonObject { ["type"] = "string", ["pattern"] = "^-?[0-9]+$" },
        "DateTime" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ => [],
    };

    private static JsonNode? CreateValue(IValueNode value) => value switch
    {
        StringValueNode text => text.Value,
        EnumValueNode text => text.Value,
        BooleanValueNode flag => flag.Value,
        IntValueNode number => JsonNode.Parse(number.Value),
        FloatValueNode number => JsonNode.Parse(number.Value),
        ListValueNode list => new JsonArray([.. list.Items.Select(CreateValue)]),
        ObjectValueNode members => new JsonObject(members.Fields.Select(static member => KeyValuePair.Create(member.Name.Value, CreateValue(member.Value)))),
        _ => null,
    };

    [GeneratedRegex("(; default [0-9]+)(?: without `last`)?")]
    private static partial Regex Default();

    [GeneratedRegex(@"\b([0-9]+) to ([0-9]+)\b")]
    private static partial Regex Bounds();
}
