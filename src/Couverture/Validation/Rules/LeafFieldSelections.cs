using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.3.3: fields of leaf types must not have a selection set; all other fields must have one.</summary>
internal sealed class LeafFieldSelections : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (_, node, _, definition) in context.Document.Fields)
        {
            if (definition is null || definition.Type.IsLeaf() == (node.SelectionSet is null))
            {
                continue;
            }

            if (node.SelectionSet is { } selectionSet)
            {
                context.Report($"The field \"{node.Name.Value}\" must not have a selection set: its type \"{definition.Type}\" has no fields.", selectionSet);
            }
            else
            {
                var example = context.Options.Suggestions ? $" Did you mean \"{node.Name.Value} {{ ... }}\"?" : "";
                context.Report($"The field \"{node.Name.Value}\" of the type \"{definition.Type}\" needs a selection of its fields.{example}", node);
            }
        }
    }
}
