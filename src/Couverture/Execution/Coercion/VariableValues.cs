using Couverture.Language;

namespace Couverture.Execution.Coercion;

/// <summary>The coerced variables of one operation; a variable that was left out and has no default is absent.</summary>
/// <param name="variables">What resolvers get of each, and the literal that it is or that its JSON stands for.</param>
internal sealed class VariableValues(Dictionary<string, (object? Value, IValueNode Literal)> variables)
{
    public static VariableValues None { get; } = new([]);

    public bool TryGet(string name, out object? value)
    {
        var isGiven = variables.TryGetValue(name, out var variable);
        value = variable.Value;
        return isGiven;
    }

    /// <summary>The literal, for scalars that hold variables; null where the variable is absent.</summary>
    public IValueNode? FindLiteral(string name) => variables.GetValueOrDefault(name).Literal;
}
