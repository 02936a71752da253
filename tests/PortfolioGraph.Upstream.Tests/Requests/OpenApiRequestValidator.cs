using System.Globalization;
using System.Text.Json.Nodes;

namespace PortfolioGraph.Upstream.Tests.Requests;

/// <summary>Validates requests against the parameters that an OpenAPI document declares. Supports only the JSON Schema keywords that the vendor's documents use.</summary>
internal sealed class OpenApiRequestValidator(JsonNode document)
{
    // Not JsonSchema.Net, which does not read query strings. The sandbox's bodies are checked with ajv.

    public IEnumerable<string> Paths => document["paths"]!.AsObject().Select(path => path.Key);

    /// <summary>Returns the errors of a request. Empty if the request is valid.</summary>
    public IReadOnlyList<string> FindErrors(string pathAndQuery)
    {
        var parts = pathAndQuery.Split('?', 2);
        if (document["paths"]![parts[0]]?["get"] is not { } operation)
            return [$"{parts[0]}: no such path"];

        var declared = operation["parameters"]?.AsArray().Where(parameter => (string?)parameter!["in"] == "query").ToDictionary(parameter => (string)parameter!["name"]!, parameter => parameter!) ?? [];
        var sent = (parts.Length == 1 ? [] : parts[1].Split('&')).Select(pair => pair.Split('=', 2)).ToLookup(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

        return
        [
            .. sent.Where(parameter => !declared.ContainsKey(parameter.Key)).Select(parameter => $"{parameter.Key}: not declared"),
            .. declared.Where(parameter => (bool?)parameter.Value["required"] == true && !sent.Contains(parameter.Key)).Select(parameter => $"{parameter.Key}: required"),
            .. sent.Where(parameter => declared.ContainsKey(parameter.Key)).SelectMany(parameter => Validate(parameter.Key, [.. parameter], declared[parameter.Key]["schema"]!)),
        ];
    }

    private IEnumerable<string> Validate(string name, IReadOnlyList<string> values, JsonNode schema)
    {
        schema = Resolve(schema);
        if ((string?)schema["type"] == "array")
            return values.SelectMany(value => ValidateValue(name, value, schema["items"]!));
        return values.Count == 1 ? ValidateValue(name, values[0], schema) : [$"{name}: repeated"];
    }

    private IEnumerable<string> ValidateValue(string name, string value, JsonNode schema)
    {
        schema = Resolve(schema);
        if (schema["anyOf"] is JsonArray choices)
            return choices.Any(choice => !ValidateValue(name, value, choice!).Any()) ? [] : [$"{name}: {value} fits none of the choices"];
        if (schema["enum"] is JsonArray allowed && !allowed.Any(item => (string?)item == value))
            return [$"{name}: {value} is not in the enum"];

        var fits = (string?)schema["type"] switch
        {
            "string" => value.Length >= ((int?)schema["minLength"] ?? 0) && value.Length <= ((int?)schema["maxLength"] ?? int.MaxValue),
            "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "true" or "false",
            _ => false,
        };
        return fits ? [] : [$"{name}: {value} is not a valid {schema["type"]}"];
    }

    private JsonNode Resolve(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference
            ? reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!)
            : schema;
}
