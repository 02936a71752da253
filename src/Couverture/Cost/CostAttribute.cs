namespace Couverture.Types;

/// <summary>Sets what resolving a field costs, <c>@cost(weight:)</c> in the schema; else 1 for a field of objects and 0 for any other.</summary>
/// <param name="weight">The weight; not below 0.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The weight.</summary>
    public double Weight { get; } = weight;
}
