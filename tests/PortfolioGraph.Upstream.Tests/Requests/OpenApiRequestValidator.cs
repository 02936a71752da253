using System.Globalization;
using System.Text.Json.Nodes;

namespace PortfolioGraph.Upstream.Tests.Requests;

/// <summary>Judges requests by the parameters that a vendor's document declares: JSON Schema as far as these documents use it.</summary>
internal sealed class OpenApiRequestValidator(JsonNode document)
{
    // Not JsonSchema.Net: what is judged here are the texts of a query string, which it does not read. The sandbox's bodies are checked with ajv.

    public IEnumerable<string> Paths => document["paths"]!.AsObject().Select(path => path.Key);

    /// <summary>What the document has against a request; empty when nothing.</summary>
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
            .. sent.Where(parameter => declared.ContainsKey(parameter.Key)).SelectMany(parameter => Judge(parameter.Key, [.. parameter], declared[parameter.Key]["schema"]!)),
        ];
    }

    private IEnumerable<string> Judge(string name, IReadOnlyList<string> values, JsonNode schema)
    {
        schema = Resolve(schema);
        if ((string?)schema["type"] == "array")
            return values.SelectMany(value => JudgeOne(name, value, schema["items"]!));
        return values.Count == 1 ? JudgeOne(name, values[0], schema) : [$"{name}: repeated"];
    }

    private IEnumerable<string> JudgeOne(string name, string value, JsonNode schema)
    {
        schema = Resolve(schema);
        if (schema["anyOf"] is JsonArray choices)
            return choices.Any(choice => !JudgeOne(name, value, choice!).Any()) ? [] : [$"{name}: {value} fits none of the choices"];
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => (string?)one == value))
            return [$"{name}: {value} is not in the enum"];

        var fits = (string?)schema["type"] switch
        {
            "string" => value.Length >= ((int?)schema["minLength"] ?? 0) && value.Length <= ((int?)schema["maxLength"] ?? int.MaxValue),
            "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "true" or "false",
            _ => false,
        };
        return fits ? [] : [$"{name}: {value} is no {schema["type"]}"];
    }

    private JsonNode Resolve(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference
            ? reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!)
            : schema;
}
