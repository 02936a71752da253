using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.1.3: fragments select on object, interface and union types.</summary>
internal sealed class FragmentsOnCompositeTypes : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type) in context.Document.TypeConditions)
        {
            if (type is not (null or ICompositeType))
            {
                context.Report($"A fragment cannot select on the type \"{type.Name}\": it is no object, interface or union type.", node);
            }
        }
    }
}
