namespace Couverture.Validation.Rules;

/// <summary>Section 5.4.2: an argument must be given only once.</summary>
internal sealed class ArgumentUniqueness : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var set in context.Document.ArgumentSets)
        {
            Duplicates.ReportTogether(
                context,
                set.Arguments.Select(argument => argument.Name),
                name => $"The argument \"{name}\" of \"{set.OwnerName}\" is given more than once.");
        }
    }
}
