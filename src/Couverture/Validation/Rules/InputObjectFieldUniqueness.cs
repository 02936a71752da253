namespace Couverture.Validation.Rules;

/// <summary>Section 5.6.3: a field of an input object literal must be given only once.</summary>
internal sealed class InputObjectFieldUniqueness : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, _) in context.Document.Objects)
        {
            Duplicates.Report(context, node.Fields.Select(field => field.Name), name => $"The field \"{name}\" is given more than once.");
        }
    }
}
