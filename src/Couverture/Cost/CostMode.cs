namespace Couverture.Cost;

/// <summary>How a request handles its cost.</summary>
public enum CostMode
{
    /// <summary>The cost is not reported.</summary>
    None,

    /// <summary>The operation runs, and the response reports the cost in <c>extensions.cost</c>.</summary>
    Report,

    /// <summary>The operation does not run. The response reports only the cost, even if it exceeds the limits.</summary>
    Validate,
}
