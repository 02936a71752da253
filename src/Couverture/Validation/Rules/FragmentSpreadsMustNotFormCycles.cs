namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.2.2: fragments must not spread themselves, directly or through other fragments.</summary>
internal sealed class FragmentSpreadsMustNotFormCycles : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var cycle in context.Document.Graph.Cycles)
        {
            // The last spread leads back to the fragment that contains the first spread.
            var via = cycle.Count == 1
                ? ""
                : $" via {string.Join(", ", cycle.Take(cycle.Count - 1).Select(spread => $"\"{spread.Name.Value}\""))}";
            context.Report($"The fragment \"{cycle[^1].Name.Value}\" spreads itself{via}.", [.. cycle]);
        }
    }
}
