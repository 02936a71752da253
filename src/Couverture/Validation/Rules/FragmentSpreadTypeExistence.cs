using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.1.2: type conditions must refer to types of the schema.</summary>
internal sealed class FragmentSpreadTypeExistence : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type) in context.Document.TypeConditions)
        {
            if (type is null)
            {
                var suggestion = context.Suggest(node.Name.Value, context.Schema.Types.OfType<ICompositeType>().Select(known => known.Name));
                context.Report($"The type \"{node.Name.Value}\" does not exist.{suggestion}", node);
            }
        }
    }
}
