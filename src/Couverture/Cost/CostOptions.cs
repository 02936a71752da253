namespace Couverture.Cost;

/// <summary>What one operation may cost, as reckoned before it runs; the requests of a batch together.</summary>
public sealed class CostOptions
{
    /// <summary>The greatest sum of the fields' weights, each as often as it is reckoned to be resolved. No limit unless set.</summary>
    public double MaxFieldCost { get; set; } = double.PositiveInfinity;

    /// <summary>The greatest sum of the weights of the objects that are reckoned to come. No limit unless set.</summary>
    public double MaxTypeCost { get; set; } = double.PositiveInfinity;

    internal bool IsLimited => !double.IsPositiveInfinity(MaxFieldCost) || !double.IsPositiveInfinity(MaxTypeCost);
}
