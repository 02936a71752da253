using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.5.2.1: spread fragments must be defined.</summary>
internal sealed class FragmentSpreadTargetDefined : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var spread in context.Document.Spreads.Select(spread => spread.Node).OfType<FragmentSpreadNode>())
        {
            if (!context.Document.FragmentsByName.ContainsKey(spread.Name.Value))
            {
                var suggestion = context.Suggest(spread.Name.Value, context.Document.FragmentsByName.Keys);
                context.Report($"The fragment \"{spread.Name.Value}\" does not exist.{suggestion}", spread.Name);
            }
        }
    }
}
