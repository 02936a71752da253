namespace Couverture.Validation.Rules;

/// <summary>Section 5.4.1: arguments must be defined on their field or directive.</summary>
internal sealed class ArgumentNames : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var set in context.Document.ArgumentSets)
        {
            if (set.Definitions is not { } definitions)
            {
                continue;
            }

            foreach (var argument in set.Arguments.Where(argument => !definitions.TryGet(argument.Name.Value, out _)))
            {
                var name = argument.Name.Value;
                context.Report(
                    $"The argument \"{name}\" does not exist on \"{set.OwnerName}\".{context.Suggest(name, definitions.Select(definition => definition.Name))}",
                    argument);
            }
        }
    }
}
