using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.2.1.1: the schema must have a root type for each operation.</summary>
internal sealed class OperationTypeExistence : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            if (context.Schema.GetRootType(operation.Operation) is null)
            {
                context.Report($"The schema has no {(operation.Operation == OperationType.Mutation ? "mutations" : "subscriptions")}.", operation);
            }
        }
    }
}
