using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Makes literals of a type; some that are not of it, where risk is taken.</summary>
internal sealed class LiteralGenerator(Randomness random)
{
    private const int MaxDepth = 4;

    private static readonly string[] Texts =
    [
        "\"\"", "\"text\"", "\"a\\n\\u00e4\\\"b\"", "\"\\uD83D\\uDCA9\"", "\"\\u{1F4A9}\"", "\"\U0001F4A9\"", "\"\"\"block\"\"\"", "\"\"\"\n    one\n      two \\\"\"\"\n\n  three\n\"\"\"", "\"5\"", "\"true\"",
    ];

    private static readonly string[] Anything = ["1", "-3", "0.5", "\"text\"", "true", "null", "NAME", "[]", "[1 \"a\"]", "{}", "{ a: 1 }", "2147483648", "1e3"];

    /// <summary>A literal without variables.</summary>
    public string Constant(IInputType type, double risk) => Make(type, risk, null, 0);

    /// <summary>A literal with variables in it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="risk">How likely each part of it is wrong.</param>
    /// <param name="variable">Gives a variable for a type; told whether it is for a field of a one-of input object.</param>
    public string WithVariables(IInputType type, double risk, Func<IInputType, bool, string> variable) => Make(type, risk, variable, 0);

    private string Make(IInputType type, double risk, Func<IInputType, bool, string>? variable, int depth, bool isOneOf = false)
    {
        if (random.Chance(risk))
            return random.Pick(Anything);
        if (variable is not null && random.Chance(depth == 0 ? 0.3 : 0.2))
            return $"$ {variable(type, isOneOf)}";
        switch (type)
        {
            case NonNullType nonNull:
                return NotNull((IInputType)nonNull.InnerType, risk, variable, depth);
            case var _ when random.Chance(0.08):
                return "null";
            default:
                return NotNull(type, risk, variable, depth);
        }
    }

    private string NotNull(IInputType type, double risk, Func<IInputType, bool, string>? variable, int depth) => type switch
    {
        ListType when depth > MaxDepth => "[]",
        ListType list when random.Chance(0.15) => NotNull((IInputType)list.ItemType.NullableType(), risk, null, depth + 1),
        ListType list => $"[{string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => Make((IInputType)list.ItemType, risk, variable, depth + 1)))}]",
        EnumType values => random.Pick(values.Values.ToArray()).Name,
        InputObjectType input => Fields(input, risk, variable, depth),
        _ => Scalar(((INamedType)type).Name, risk),
    };

    private string Fields(InputObjectType type, double risk, Func<IInputType, bool, string>? variable, int depth)
    {
        List<InputField> given;
        if (type.IsOneOf)
            given = random.Chance(risk) ? random.Some(type.Fields, 0.5) : [random.Pick(type.Fields.ToArray())];
        else
            given = [.. type.Fields.Where(field => field.IsRequired ? !random.Chance(risk) : random.Chance(depth < 3 ? 0.4 : 0))];
        var text = given.Select(field =>
        {
            var exact = type.IsOneOf ? new NonNullType(field.Type) : field.Type;
            return $"{field.Name} : {(depth < MaxDepth ? Make(exact, risk, variable, depth + 1, type.IsOneOf) : Make(exact, 0, null, depth + 1))}";
        });
        if (random.Chance(risk))
            text = text.Append("nope : 1");
        if (random.Chance(risk))
            text = [.. text, .. text.Take(1)];
        return $"{{ {string.Join(' ', text)} }}";
    }

    private string Scalar(string name, double risk) => name switch
    {
        "Int" => random.Chance(risk) ? random.Pick("2147483648", "1.0", "\"1\"", "1e1", "-2147483649") : random.Pick("0", "1", "-1", "42", "2147483647", "-2147483648"),
        "Float" => random.Chance(risk) ? random.Pick("\"1\"", "true") : random.Pick("0", "-0.0", "1.5", "1e10", "1.0E-7", "123456789012", "-2147483649", "1e21", "0.1"),
        "String" => random.Chance(risk) ? random.Pick("1", "true", "NAME") : random.Pick(Texts),
        "Boolean" => random.Chance(risk) ? random.Pick("0", "\"true\"") : random.Pick("true", "false"),
        "ID" => random.Chance(risk) ? random.Pick("1.5", "true") : random.Pick("\"a\"", "5", "-1", "\"\"", "9007199254740993"),
        "Even" => random.Chance(risk) ? random.Pick("3", "\"2\"", "2.0") : random.Pick("2", "-4", "0"),
        _ => random.Pick(Anything),
    };
}
