using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Incremental delivery: root selections of mutations and subscriptions must not be deferred or streamed.</summary>
internal sealed class DeferStreamDirectiveOnRootField : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            if (operation.Operation != OperationType.Query && context.Schema.GetRootType(operation.Operation) is { } root)
            {
                Check(context, operation, root.Name);
            }
        }
    }

    private static void Check(ValidationContext context, OperationDefinitionNode operation, string root)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<ISelectionNode>(operation.SelectionSet.Selections.Reverse());

        while (pending.TryPop(out var selection))
        {
            // Other rules report unknown fragments, and directives at locations where they are not allowed.
            if (selection is FragmentSpreadNode { Name.Value: var target } && !context.Document.FragmentsByName.ContainsKey(target))
            {
                continue;
            }

            var name = selection is FieldNode ? SpecifiedDirectives.Stream : SpecifiedDirectives.Defer;

            if (selection.Directives.FirstOrDefault(directive => directive.Name.Value == name) is { } directive)
            {
                context.Report($"The directive \"@{directive.Name.Value}\" cannot be used at the root \"{root}\".", directive);
            }

            var inner = selection switch
            {
                InlineFragmentNode fragment => fragment.SelectionSet,
                FragmentSpreadNode spread when visited.Add(spread.Name.Value) =>
                    context.Document.FragmentsByName[spread.Name.Value].SelectionSet,
                _ => null,
            };

            foreach (var nested in inner?.Selections.Reverse() ?? [])
            {
                pending.Push(nested);
            }
        }
    }
}
