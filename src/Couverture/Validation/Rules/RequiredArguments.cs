namespace Couverture.Validation.Rules;

/// <summary>
/// Section 5.4.3: required arguments must be given. <see cref="ValuesOfCorrectType"/> reports arguments that are null.
/// </summary>
internal sealed class RequiredArguments : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var set in context.Document.ArgumentSets)
        {
            foreach (var definition in set.Definitions?.AsEnumerable() ?? [])
            {
                if (definition.IsRequired && !set.Arguments.Any(argument => argument.Name.Value == definition.Name))
                {
                    context.Report(
                        $"The argument \"{definition.Name}\" of the type \"{definition.Type}\" is required on \"{set.OwnerName}\", but was not provided.",
                        set.Owner);
                }
            }
        }
    }
}
