using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Generates literals of a type, with a probability of invalid ones.</summary>
internal sealed class LiteralGenerator(RandomSource random)
{
    private const int MaxDepth = 4;

    private static readonly string[] StringLiterals =
    [
        "\"\"", "\"text\"", "\"a\\n\\u00e4\\\"b\"", "\"\\uD83D\\uDCA9\"", "\"\\u{1F4A9}\"", "\"\U0001F4A9\"", "\"\"\"block\"\"\"", "\"\"\"\n    one\n      two \\\"\"\"\n\n  three\n\"\"\"", "\"5\"", "\"true\"",
    ];

    private static readonly string[] ArbitraryLiterals = ["1", "-3", "0.5", "\"text\"", "true", "null", "NAME", "[]", "[1 \"a\"]", "{}", "{ a: 1 }", "2147483648", "1e3"];

    /// <summary>Generates a literal without variables.</summary>
    public string GenerateConstant(IInputType type, double risk) => Generate(type, risk, null, 0);

    /// <summary>Generates a literal that may contain variables.</summary>
    /// <param name="type">The type.</param>
    /// <param name="risk">The probability that a part of the literal is invalid.</param>
    /// <param name="getVariable">Returns a variable for a type; the second argument is whether it is for a field of a one-of input object.</param>
    public string GenerateWithVariables(IInputType type, double risk, Func<IInputType, bool, string> getVariable) => Generate(type, risk, getVariable, 0);

    private string Generate(IInputType type, double risk, Func<IInputType, bool, string>? getVariable, int depth, bool isOneOf = false)
    {
        if (random.Chance(risk))
            return random.Pick(ArbitraryLiterals);
        if (getVariable is not null && random.Chance(depth == 0 ? 0.3 : 0.2))
            return $"$ {getVariable(type, isOneOf)}";
        switch (type)
        {
            case NonNullType nonNull:
                return GenerateNonNull((IInputType)nonNull.InnerType, risk, getVariable, depth);
            case var _ when random.Chance(0.08):
                return "null";
            default:
                return GenerateNonNull(type, risk, getVariable, depth);
        }
    }

    private string GenerateNonNull(IInputType type, double risk, Func<IInputType, bool, string>? getVariable, int depth) => type switch
    {
        ListType when depth > MaxDepth => "[]",
        ListType list when random.Chance(0.15) => GenerateNonNull((IInputType)list.ItemType.NullableType(), risk, null, depth + 1),
        ListType list => $"[{string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => Generate((IInputType)list.ItemType, risk, getVariable, depth + 1)))}]",
        EnumType values => random.Pick(values.Values.ToArray()).Name,
        InputObjectType input => GenerateObject(input, risk, getVariable, depth),
        _ => PickScalarLiteral(((INamedType)type).Name, risk),
    };

    private string GenerateObject(InputObjectType type, double risk, Func<IInputType, bool, string>? getVariable, int depth)
    {
        List<InputField> chosen;
        if (type.IsOneOf)
            chosen = random.Chance(risk) ? random.PickSome(type.Fields, 0.5) : [random.Pick(type.Fields.ToArray())];
        else
            chosen = [.. type.Fields.Where(field => field.IsRequired ? !random.Chance(risk) : random.Chance(depth < 3 ? 0.4 : 0))];
        var text = chosen.Select(field =>
        {
            var fieldType = type.IsOneOf ? new NonNullType(field.Type) : field.Type;
            return $"{field.Name} : {(depth < MaxDepth ? Generate(fieldType, risk, getVariable, depth + 1, type.IsOneOf) : Generate(fieldType, 0, null, depth + 1))}";
        });
        if (random.Chance(risk))
            text = text.Append("nope : 1");
        if (random.Chance(risk))
            text = [.. text, .. text.Take(1)];
        return $"{{ {string.Join(' ', text)} }}";
    }

    private string PickScalarLiteral(string name, double risk) => name switch
    {
        "Int" => random.Chance(risk) ? random.Pick("2147483648", "1.0", "\"1\"", "1e1", "-2147483649") : random.Pick("0", "1", "-1", "42", "2147483647", "-2147483648"),
        "Float" => random.Chance(risk) ? random.Pick("\"1\"", "true") : random.Pick("0", "-0.0", "1.5", "1e10", "1.0E-7", "123456789012", "-2147483649", "1e21", "0.1"),
        "String" => random.Chance(risk) ? random.Pick("1", "true", "NAME") : random.Pick(StringLiterals),
        "Boolean" => random.Chance(risk) ? random.Pick("0", "\"true\"") : random.Pick("true", "false"),
        "ID" => random.Chance(risk) ? random.Pick("1.5", "true") : random.Pick("\"a\"", "5", "-1", "\"\"", "9007199254740993"),
        "Even" => random.Chance(risk) ? random.Pick("3", "\"2\"", "2.0") : random.Pick("2", "-4", "0"),
        _ => random.Pick(ArbitraryLiterals),
    };
}
