namespace Couverture.Types;

/// <summary>Sets the cost of resolving a field, <c>@cost(weight:)</c> in the schema. The default is 1 for a field that returns objects, otherwise 0.</summary>
/// <param name="weight">The weight; must not be negative.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The weight.</summary>
    public double Weight { get; } = weight;
}

/// <summary>Sets the estimated number of items of a field's list, <c>@listSize</c> in the schema. Connections set it automatically.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ListSizeAttribute : Attribute
{
    /// <summary>The size if no slicing argument is given. The default of 0 means unspecified, which counts as 1.</summary>
    public int AssumedSize { get; set; }

    /// <summary>The arguments whose number or list length is the size. If several are given, the greatest counts.</summary>
    public string[]? SlicingArguments { get; set; }

    /// <summary>The child fields whose lists have the size, for a field that is not a list itself.</summary>
    public string[]? SizedFields { get; set; }

    /// <summary>Whether an operation must give exactly one of the slicing arguments. The default is true. Ignored without slicing arguments.</summary>
    public bool RequireOneSlicingArgument { get; set; } = true;
}
