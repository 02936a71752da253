using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.2.2.1: operation names must be unique.</summary>
internal sealed class OperationNameUniqueness : IValidationRule
{
    public void Validate(ValidationContext context)
        => Duplicates.Report(
            context,
            context.Document.Operations.Select(operation => operation.Name).OfType<NameNode>(),
            name => $"There is more than one operation named \"{name}\".");
}
