using Couverture.Language;

namespace Couverture.Execution.Coercion;

/// <summary>The coerced variables of one operation. An omitted variable without a default is absent.</summary>
/// <param name="variables">The coerced value of each variable, and the equivalent literal.</param>
internal sealed class VariableValues(Dictionary<string, (object? Value, IValueNode Literal)> variables)
{
    public static VariableValues None { get; } = new([]);

    public bool TryGet(string name, out object? value)
    {
        var isGiven = variables.TryGetValue(name, out var variable);
        value = variable.Value;
        return isGiven;
    }

    /// <summary>Returns the variable's literal, for scalars that contain variables; null if the variable is absent.</summary>
    public IValueNode? FindLiteral(string name) => variables.GetValueOrDefault(name).Literal;
}
