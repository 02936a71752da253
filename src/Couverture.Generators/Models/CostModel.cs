namespace Couverture.Generators.Models;

/// <summary>What a field says of its cost.</summary>
/// <param name="Weight">The weight of <c>[Cost]</c> as C# writes it; null without it.</param>
/// <param name="ListSize">Its <c>[ListSize]</c>.</param>
internal sealed record CostModel(string? Weight, ListSizeModel? ListSize);

/// <summary>The values of <c>[ListSize]</c>.</summary>
internal sealed record ListSizeModel(
    int AssumedSize,
    EquatableArray<string> SlicingArguments,
    EquatableArray<string> SizedFields,
    bool RequireOneSlicingArgument);
