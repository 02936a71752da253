namespace Couverture.Validation.Rules;

/// <summary>
/// Whether introspection is allowed, and how often it may ask for lists within lists: fields of types of fields of types multiply the schema
/// by itself at each level.
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
                    $"Introspection asks for fields, interfaces, possible types or input fields inside each other more than {context.Options.MaxIntrospectionLists} times ({nameof(ValidationOptions.MaxIntrospectionLists)}).",
                    field.Node);
            }
        }
    }
}
