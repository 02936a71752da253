using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.1.3: type conditions must be object, interface or union types.</summary>
internal sealed class FragmentsOnCompositeTypes : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type) in context.Document.TypeConditions)
        {
            if (type is not (null or ICompositeType))
            {
                context.Report($"A fragment cannot select on the type \"{type.Name}\": it is not an object, interface or union type.", node);
            }
        }
    }
}
