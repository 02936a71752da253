namespace Couverture.Validation.Rules;

/// <summary>
/// Limits introspection: whether it is allowed, and how deeply lists can be nested. Each nested level (fields of types of fields of types)
/// multiplies the response by the size of the schema.
/// </summary>
internal sealed class IntrospectionLimits : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var field in context.Document.Fields.Where(field => field.Node.Name.Value is "__schema" or "__type"))
        {
            if (!context.Options.AllowIntrospection)
            {
                context.Report(ErrorBuilder.New().SetMessage("Introspection is not allowed here.").SetCode(ErrorCodes.IntrospectionDisabled), field.Node);
            }
            else if (context.Document.SelectionCounter.Count(field.Node.SelectionSet).IntrospectionListDepth > context.Options.MaxIntrospectionLists)
            {
                context.ReportLimit(
                    $"Introspection nests fields, interfaces, possible types or input fields more than {context.Options.MaxIntrospectionLists} times ({nameof(ValidationOptions.MaxIntrospectionLists)}).",
                    field.Node);
            }
        }
    }
}
