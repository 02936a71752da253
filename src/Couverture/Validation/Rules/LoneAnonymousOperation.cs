namespace Couverture.Validation.Rules;

/// <summary>Section 5.2.3.1: an anonymous operation must be the only operation.</summary>
internal sealed class LoneAnonymousOperation : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        if (context.Document.Operations.Count < 2)
        {
            return;
        }

        foreach (var operation in context.Document.Operations.Where(operation => operation.Name is null))
        {
            context.Report("An operation without a name must be the only operation of its document.", operation);
        }
    }
}
