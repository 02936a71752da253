namespace Couverture.Cost;

/// <summary>What a request wants to know of its cost.</summary>
public enum CostMode
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The answer tells the cost in <c>extensions.cost</c>.</summary>
    Report,

    /// <summary>Nothing is run: the answer tells the cost alone, whether or not it is within the limits.</summary>
    Validate,
}
