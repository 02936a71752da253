namespace Couverture.Validation.Rules;

/// <summary>
/// Section 5.6.4: required fields must be given. <see cref="ValuesOfCorrectType"/> reports fields that are null.
/// </summary>
internal sealed class InputObjectRequiredFields : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type) in context.Document.Objects)
        {
            foreach (var definition in type?.Fields.AsEnumerable() ?? [])
            {
                if (definition.IsRequired && !node.Fields.Any(field => field.Name.Value == definition.Name))
                {
                    context.Report(
                        $"The field \"{definition.Coordinate}\" of the type \"{definition.Type}\" is required, but was not provided.",
                        node);
                }
            }
        }
    }
}
