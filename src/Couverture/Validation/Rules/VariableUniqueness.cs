namespace Couverture.Validation.Rules;

/// <summary>Section 5.8.1: variable names must be unique per operation.</summary>
internal sealed class VariableUniqueness : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            Duplicates.ReportTogether(
                context,
                operation.VariableDefinitions.Select(definition => definition.Variable.Name),
                name => $"The variable \"${name}\" is declared more than once.");
        }
    }
}
