namespace Couverture.Cost;

/// <summary>What an operation is reckoned to cost (GraphQL cost specification, "Static query analysis").</summary>
/// <param name="FieldCost">The fields' weights, each as often as it is reckoned to be resolved.</param>
/// <param name="TypeCost">The weights of the objects that are reckoned to come.</param>
internal readonly record struct OperationCost(double FieldCost, double TypeCost)
{
    // Whole numbers stay exact up to here, and no limit is greater.
    private const double MaxCost = 1e15;

    public bool IsWithin(CostOptions limits) => FieldCost <= limits.MaxFieldCost && TypeCost <= limits.MaxTypeCost;

    public IReadOnlyDictionary<string, object?> ToExtension() => new Dictionary<string, object?> { ["fieldCost"] = FieldCost, ["typeCost"] = TypeCost };

    /// <summary>The error of an operation, or of a batch, that costs too much.</summary>
    public IError ToLimitError(CostOptions limits, string what) => new Error(
        FormattableString.Invariant($"{what} costs more than this server allows: fields {FieldCost} of {limits.MaxFieldCost}, types {TypeCost} of {limits.MaxTypeCost}; select less, or smaller pages."),
        ErrorCodes.LimitExceeded).SetExtension("cost", ToExtension());

    public static OperationCost operator +(OperationCost left, OperationCost right) =>
        new(Math.Min(MaxCost, left.FieldCost + right.FieldCost), Math.Min(MaxCost, left.TypeCost + right.TypeCost));

    public static OperationCost operator *(double times, OperationCost cost) =>
        new(Math.Min(MaxCost, times * cost.FieldCost), Math.Min(MaxCost, times * cost.TypeCost));

    public static OperationCost Max(OperationCost left, OperationCost right) =>
        new(Math.Max(left.FieldCost, right.FieldCost), Math.Max(left.TypeCost, right.TypeCost));
}
