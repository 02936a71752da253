namespace Couverture.Cost;

/// <summary>The estimated cost of an operation (GraphQL cost specification, "Static query analysis").</summary>
/// <param name="FieldCost">The sum of the fields' weights, each times the estimated number of its resolutions.</param>
/// <param name="TypeCost">The sum of the weights of the estimated number of objects.</param>
internal readonly record struct OperationCost(double FieldCost, double TypeCost)
{
    // A double represents whole numbers exactly up to this value, and no limit is greater.
    private const double MaxCost = 1e15;

    public bool IsWithin(CostOptions limits) => FieldCost <= limits.MaxFieldCost && TypeCost <= limits.MaxTypeCost;

    public IReadOnlyDictionary<string, object?> ToExtension() => new Dictionary<string, object?> { ["fieldCost"] = FieldCost, ["typeCost"] = TypeCost };

    /// <summary>Creates the error for an operation or batch whose cost exceeds the limits.</summary>
    public IError ToLimitError(CostOptions limits, string what) => new Error(
        FormattableString.Invariant($"{what} costs more than this server allows: field cost {FieldCost} of {limits.MaxFieldCost} ({nameof(limits.MaxFieldCost)}), type cost {TypeCost} of {limits.MaxTypeCost} ({nameof(limits.MaxTypeCost)}). Select fewer fields or smaller pages."),
        ErrorCodes.LimitExceeded).SetExtension("cost", ToExtension());

    public static OperationCost operator +(OperationCost left, OperationCost right) =>
        new(Math.Min(MaxCost, left.FieldCost + right.FieldCost), Math.Min(MaxCost, left.TypeCost + right.TypeCost));

    public static OperationCost operator *(double times, OperationCost cost) =>
        new(Math.Min(MaxCost, times * cost.FieldCost), Math.Min(MaxCost, times * cost.TypeCost));

    public static OperationCost Max(OperationCost left, OperationCost right) =>
        new(Math.Max(left.FieldCost, right.FieldCost), Math.Max(left.TypeCost, right.TypeCost));
}
