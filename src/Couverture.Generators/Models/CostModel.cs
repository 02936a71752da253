namespace Couverture.Generators.Models;

/// <summary>The values of a field's cost attributes.</summary>
/// <param name="Weight">The weight of <c>[Cost]</c> as a C# literal; null if the field does not have the attribute.</param>
/// <param name="ListSize">The values of <c>[ListSize]</c>; null if the field does not have the attribute.</param>
internal sealed record CostModel(string? Weight, ListSizeModel? ListSize);

/// <summary>The values of <c>[ListSize]</c>.</summary>
internal sealed record ListSizeModel(
    int AssumedSize,
    EquatableArray<string> SlicingArguments,
    EquatableArray<string> SizedFields,
    bool RequireOneSlicingArgument);
