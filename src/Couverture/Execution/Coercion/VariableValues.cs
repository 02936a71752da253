namespace Couverture.Execution.Coercion;

/// <summary>The coerced variables of one operation; a variable that was left out and has no default is absent.</summary>
internal sealed class VariableValues(Dictionary<string, object?> values)
{
    public static VariableValues None { get; } = new([]);

    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);

    /// <summary>Whether a variable is true; it is a non-null Boolean by validation.</summary>
    public bool IsTrue(string name) => values.TryGetValue(name, out var value) && value is true;
}
