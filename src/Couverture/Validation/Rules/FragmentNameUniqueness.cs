namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.1.1: fragment names must be unique.</summary>
internal sealed class FragmentNameUniqueness : IValidationRule
{
    public void Validate(ValidationContext context)
        => Duplicates.Report(
            context,
            context.Document.Fragments.Select(fragment => fragment.Name),
            name => $"There is more than one fragment named \"{name}\".");
}
