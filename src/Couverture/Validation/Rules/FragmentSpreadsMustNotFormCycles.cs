namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.2.2: no fragment spreads itself, directly or through others.</summary>
internal sealed class FragmentSpreadsMustNotFormCycles : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var cycle in context.Document.Graph.Cycles)
        {
            // The last spread leads back to the fragment in which the first one stands.
            var via = cycle.Count == 1
                ? ""
                : $" by way of {string.Join(", ", cycle.Take(cycle.Count - 1).Select(spread => $"\"{spread.Name.Value}\""))}";
            context.Report($"The fragment \"{cycle[^1].Name.Value}\" spreads itself{via}.", [.. cycle]);
        }
    }
}
