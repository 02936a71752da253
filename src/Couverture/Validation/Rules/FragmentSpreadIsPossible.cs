using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.2.3: the parent type and the type condition of a fragment must have a possible type in common.</summary>
internal sealed class FragmentSpreadIsPossible : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (node, type, parentType) in context.Document.Spreads)
        {
            if (type is not ICompositeType || parentType is null || Overlap(context.Schema, type, parentType))
            {
                continue;
            }

            var fragment = node is FragmentSpreadNode spread ? $"The fragment \"{spread.Name.Value}\"" : "This fragment";
            context.Report($"{fragment} can never match: objects of the type \"{parentType.Name}\" cannot be of the type \"{type.Name}\".", node);
        }
    }

    // A fragment on an interface is possible on an interface that it implements, even if no object type implements it.
    private static bool Overlap(Schema schema, INamedType type, INamedType parentType)
        => Schema.IsSubType(type, parentType)
            || Schema.IsSubType(parentType, type)
            || schema.GetPossibleTypes(type).Intersect(schema.GetPossibleTypes(parentType)).Any();
}
