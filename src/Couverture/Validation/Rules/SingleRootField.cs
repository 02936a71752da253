using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.2.4.1: a subscription selects one field, which is no meta-field and does not depend on variables.</summary>
internal sealed class SingleRootField : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        if (context.Schema.SubscriptionType is not { } subscriptionType)
        {
            return;
        }

        foreach (var operation in context.Document.Operations.Where(operation => operation.Operation == OperationType.Subscription))
        {
            var name = operation.Name is null ? "A subscription" : $"The subscription \"{operation.Name.Value}\"";
            var fields = CollectFields(context, subscriptionType, operation, name);

            foreach (var field in fields.Where(field => field.Name.Value.StartsWith("__", StringComparison.Ordinal)))
            {
                context.Report($"{name} cannot select the meta-field \"{field.Name.Value}\" at its root.", field);
            }

            ISyntaxNode[] others = [.. fields.Where(field => field.ResponseName != fields[0].ResponseName)];

            if (fields.Count == 0 || others.Length > 0)
            {
                context.Report($"{name} must select exactly one field at its root.", fields.Count == 0 ? [operation] : others);
            }
        }
    }

    private static List<FieldNode> CollectFields(ValidationContext context, ObjectType root, OperationDefinitionNode operation, string name)
    {
        var fields = new List<FieldNode>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<ISelectionNode>(operation.SelectionSet.Selections.Reverse());

        while (open.TryPop(out var selection))
        {
            foreach (var directive in selection.Directives.Where(directive => directive.Name.Value is "skip" or "include"))
            {
                context.Report($"{name} cannot use \"@{directive.Name.Value}\" at its root.", directive);
            }

            SelectionSetNode? inner = null;

            switch (selection)
            {
                case FieldNode field:
                    fields.Add(field);
                    break;
                case InlineFragmentNode fragment when fragment.TypeCondition is null || Applies(context.Schema, root, fragment.TypeCondition):
                    inner = fragment.SelectionSet;
                    break;
                case FragmentSpreadNode spread
                    when visited.Add(spread.Name.Value)
                        && context.Document.FragmentsByName.TryGetValue(spread.Name.Value, out var fragment)
                        && Applies(context.Schema, root, fragment.TypeCondition):
                    inner = fragment.SelectionSet;
                    break;
            }

            foreach (var nested in inner?.Selections.Reverse() ?? [])
            {
                open.Push(nested);
            }
        }

        return fields;
    }

    private static bool Applies(Schema schema, ObjectType root, NamedTypeNode condition)
        => schema.FindType(condition) is INamedType type && schema.GetPossibleTypes(type).Contains(root);
}
