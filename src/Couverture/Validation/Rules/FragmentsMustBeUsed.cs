namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.1.4: every fragment must be used in an operation.</summary>
internal sealed class FragmentsMustBeUsed : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        var used = context.Document.Operations
            .SelectMany(context.Document.Graph.Reachable)
            .Select(fragment => fragment.Name.Value)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var fragment in context.Document.Fragments.Where(fragment => !used.Contains(fragment.Name.Value)))
        {
            context.Report($"The fragment \"{fragment.Name.Value}\" is never used.", fragment);
        }
    }
}
