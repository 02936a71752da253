using System.Collections.Immutable;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>
/// Incremental delivery: subscriptions must not use <c>@defer</c> and <c>@stream</c>, unless the directive can be disabled or its selection
/// can be skipped.
/// </summary>
internal sealed class DeferStreamDirectiveOnValidOperations : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations.Where(operation => operation.Operation == OperationType.Subscription))
        {
            Check(context, operation);
        }
    }

    private static void Check(ValidationContext context, OperationDefinitionNode operation)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        // The selections to check, with the spreads that lead to them, innermost first.
        var pending = new Stack<(ISelectionNode Selection, ImmutableStack<ISyntaxNode> Spreads)>();
        Push(operation.SelectionSet, []);

        while (pending.TryPop(out var next))
        {
            var (selection, spreads) = next;

            if (selection.Directives.Any(CanBeSkipped))
            {
                continue;
            }

            foreach (var directive in selection.Directives.Where(directive => SpecifiedDirectives.IsIncremental(directive) && !CanBe(directive, false)))
            {
                context.Report($"The directive \"@{directive.Name.Value}\" cannot be used in a subscription unless its argument \"if\" can be false.", [directive, .. spreads]);
            }

            switch (selection)
            {
                case FieldNode field:
                    Push(field.SelectionSet, spreads);
                    break;
                case InlineFragmentNode fragment:
                    Push(fragment.SelectionSet, spreads);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    Push(context.Document.FragmentsByName.GetValueOrDefault(spread.Name.Value)?.SelectionSet, spreads.Push(spread));
                    break;
            }
        }

        void Push(SelectionSetNode? selectionSet, ImmutableStack<ISyntaxNode> spreads)
        {
            foreach (var selection in selectionSet?.Selections.Reverse() ?? [])
            {
                pending.Push((selection, spreads));
            }
        }
    }

    private static bool CanBeSkipped(DirectiveNode directive) => directive.Name.Value switch
    {
        SpecifiedDirectives.Skip => CanBe(directive, true),
        SpecifiedDirectives.Include => CanBe(directive, false),
        _ => false,
    };

    private static bool CanBe(DirectiveNode directive, bool expected) =>
        directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "if")?.Value switch
        {
            BooleanValueNode literal => literal.Value == expected,
            VariableNode => true,
            _ => expected,
        };
}
