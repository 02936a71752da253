using System.Text.Json.Nodes;
using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Generates JSON values of an input type, with a probability of invalid ones.</summary>
internal sealed class JsonGenerator(RandomSource random)
{
    private const int MaxDepth = 4;

    private static readonly string[] ArbitraryValues =
    [
        "null", "0", "1", "-1.5", "2147483648", "-2147483649", "1.0", "\"\"", "\"1\"", "\"text\"", "true", "false", "[]", "[null]", "[1]", "[[\"a\"]]", "{}", "{\"a\":1}", "\"E0_A\"",
    ];

    public JsonNode? Generate(IInputType type, double risk, int depth = 0)
    {
        if (random.Chance(risk))
            return JsonNode.Parse(random.Pick(ArbitraryValues));
        if (type is NonNullType nonNull)
            return GenerateNonNull((IInputType)nonNull.InnerType, risk, depth);
        return random.Chance(0.08) ? null : GenerateNonNull(type, risk, depth);
    }

    private JsonNode? GenerateNonNull(IInputType type, double risk, int depth) => type switch
    {
        ListType when depth > MaxDepth => new JsonArray(),
        ListType list when random.Chance(0.15) => GenerateNonNull((IInputType)list.ItemType.NullableType(), risk, depth + 1),
        ListType list => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Generate((IInputType)list.ItemType, risk, depth + 1))]),
        EnumType values => random.Chance(risk) ? "NOPE" : random.Pick(values.Values.ToArray()).Name,
        InputObjectType input => GenerateObject(input, risk, depth),
        _ => JsonNode.Parse(PickScalarValue(((INamedType)type).Name)),
    };

    private JsonObject GenerateObject(InputObjectType type, double risk, int depth)
    {
        List<InputField> chosen;
        if (type.IsOneOf)
            chosen = random.Chance(risk) ? random.PickSome(type.Fields, 0.5) : [random.Pick(type.Fields.ToArray())];
        else
            chosen = [.. type.Fields.Where(field => field.IsRequired ? !random.Chance(risk) : random.Chance(depth < 3 ? 0.4 : 0))];
        var value = new JsonObject();
        // If a one-of has several fields, none is null, because the reference implementation reports a leading null as a second error.
        var inner = depth < MaxDepth && !(type.IsOneOf && chosen.Count > 1) ? risk : 0;
        foreach (var field in chosen)
            value.Add(field.Name, Generate(type.IsOneOf && !random.Chance(inner) ? new NonNullType(field.Type) : field.Type, inner, depth + 1));
        if (random.Chance(risk))
            value.Add("nope", 1);
        return value;
    }

    private string PickScalarValue(string name) => name switch
    {
        "Int" => random.Pick("0", "-1", "42", "2147483647", "-2147483648", "1.0", "1e2"),
        "Float" => random.Pick("0", "-0.5", "1.5", "1e10", "1.0E-7", "123456789012", "1e21"),
        "String" => random.Pick("\"\"", "\"text\"", "\"\\u00e4\\n\"", "\"\\ud83d\\udca9\"", "\"5\""),
        "Boolean" => random.Pick("true", "false"),
        "ID" => random.Pick("\"a\"", "5", "-1", "\"\"", "1.0"),
        "Even" => random.Pick("2", "-4", "0"),
        _ => random.Pick(ArbitraryValues),
    };
}
