using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Incremental delivery: the labels of <c>@defer</c> and <c>@stream</c> must be literals and unique in the document.</summary>
internal sealed class DeferStreamDirectiveLabel : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        var known = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);

        foreach (var directive in context.Document.DirectiveSets.SelectMany(set => set.Directives).Where(SpecifiedDirectives.IsIncremental))
        {
            switch (directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "label")?.Value)
            {
                case null or NullValueNode:
                    break;
                case StringValueNode label when known.TryGetValue(label.Value, out var first):
                    context.Report($"The label \"{label.Value}\" is used more than once.", first, directive);
                    break;
                case StringValueNode label:
                    known.Add(label.Value, directive);
                    break;
                default:
                    context.Report($"The label of \"@{directive.Name.Value}\" must be a string literal.", directive);
                    break;
            }
        }
    }
}
