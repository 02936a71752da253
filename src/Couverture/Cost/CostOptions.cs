namespace Couverture.Cost;

/// <summary>The limits on the estimated cost of one operation, or of all requests of a batch together.</summary>
public sealed class CostOptions
{
    /// <summary>The maximum sum of the fields' weights, each times the estimated number of its resolutions. The default is no limit.</summary>
    public double MaxFieldCost { get; set; } = double.PositiveInfinity;

    /// <summary>The maximum sum of the weights of the estimated number of objects. The default is no limit.</summary>
    public double MaxTypeCost { get; set; } = double.PositiveInfinity;

    internal bool IsLimited => !double.IsPositiveInfinity(MaxFieldCost) || !double.IsPositiveInfinity(MaxTypeCost);
}

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
