using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.3.1: fields must be defined on the type on which they are selected.</summary>
internal sealed class FieldSelections : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (_, node, parentType, definition) in context.Document.Fields)
        {
            if (parentType is not null && definition is null)
            {
                var name = node.Name.Value;
                context.Report($"The field \"{name}\" does not exist on the type \"{parentType.Name}\".{Suggest(context, parentType, name)}", node);
            }
        }
    }

    private static string Suggest(ValidationContext context, ICompositeType parentType, string name)
    {
        if (!context.Options.Suggestions)
        {
            return "";
        }

        // If a possible type of an abstract type has the field, suggest an inline fragment.
        var owners = parentType is ObjectType
            ? []
            : context.Schema.GetPossibleTypes(parentType)
                .Where(type => context.Schema.FindField(type, name) is not null)
                .Select(type => type.Name)
                .Take(5)
                .ToArray();

        return owners.Length > 0
            ? Suggestions.DidYouMean(owners, "an inline fragment on ")
            : context.Suggest(name, parentType is ComplexType complex ? complex.Fields.Select(field => field.Name) : []);
    }
}
