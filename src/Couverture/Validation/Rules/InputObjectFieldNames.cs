namespace Couverture.Validation.Rules;

/// <summary>Section 5.6.2: fields of input object literals must be defined on their type.</summary>
internal sealed class InputObjectFieldNames : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type) in context.Document.Objects)
        {
            foreach (var field in node.Fields)
            {
                if (type is not null && !type.Fields.TryGet(field.Name.Value, out _))
                {
                    var suggestion = context.Suggest(field.Name.Value, type.Fields.Select(known => known.Name));
                    context.Report($"The field \"{field.Name.Value}\" does not exist on the type \"{type.Name}\".{suggestion}", field);
                }
            }
        }
    }
}
