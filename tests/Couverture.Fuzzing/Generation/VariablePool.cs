using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>The variables of a document. A variable has the same type in all operations that use it.</summary>
internal sealed class VariablePool(Schema schema, RandomSource random)
{
    private readonly Dictionary<string, (IInputType Type, string? Default)> _variables = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _variables.Keys;

    /// <summary>Returns the name of a variable that is allowed at a position of a type.</summary>
    /// <param name="type">The type of the position.</param>
    /// <param name="risk">The probability that the variable is not allowed there.</param>
    /// <param name="literals">Generates default values.</param>
    public string PickOrAdd(IInputType type, double risk, LiteralGenerator literals)
    {
        string[] known = [.. _variables.Where(variable => random.Chance(risk) || Schema.IsSubType(variable.Value.Type, type)).Select(variable => variable.Key)];
        if (known.Length > 0 && random.Chance(0.5))
            return random.Pick(known);
        var variableType = random.Chance(risk) ? random.Pick(schema.Types.OfType<IInputType>().ToArray()) : type;
        if (variableType is NonNullType nonNull && random.Chance(0.2))
            return Add((IInputType)nonNull.InnerType, literals.GenerateConstant(type, risk));
        return Add(variableType is not NonNullType && random.Chance(0.25) ? new NonNullType(variableType) : variableType, random.Chance(0.2) ? literals.GenerateConstant(variableType, risk) : null);
    }

    /// <summary>
    /// Returns the name of a variable of a non-null type for a field of a one-of input object. For nullable variables the reference implementation
    /// deviates from the specification (section 5.8.5); the corpus lists these deviations.
    /// </summary>
    public string PickOrAddForOneOf(NonNullType type)
    {
        string[] known = [.. _variables.Where(variable => Schema.IsSubType(variable.Value.Type, type)).Select(variable => variable.Key)];
        return known.Length > 0 && random.Chance(0.5) ? random.Pick(known) : Add(type, null);
    }

    public IInputType GetVariableType(string name) => _variables[name].Type;

    /// <summary>Returns whether a request may omit the variable.</summary>
    public bool IsOptional(string name) => _variables[name] is var (type, literal) && (literal is not null || type is not NonNullType);

    public string GetDefinition(string name) => _variables[name] is var (type, literal) ? $"$ {name} : {type}{(literal is null ? "" : $" = {literal}")}" : "";

    private string Add(IInputType type, string? literal)
    {
        var name = $"v{_variables.Count}";
        _variables.Add(name, (type, literal));
        return name;
    }

    public string? PickAny() => _variables.Count == 0 ? null : random.Pick(_variables.Keys.ToArray());
}
