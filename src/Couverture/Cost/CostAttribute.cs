namespace Couverture.Types;

/// <summary>Sets the cost of resolving a field, <c>@cost(weight:)</c> in the schema. The default is 1 for a field that returns objects, otherwise 0.</summary>
/// <param name="weight">The weight; must not be negative.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The weight.</summary>
    public double Weight { get; } = weight;
}
