using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.2.4.1: a subscription must select exactly one root field, which is not a meta-field and not conditional.</summary>
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
            var (fields, conditions) = CollectFields(context, subscriptionType, operation);

            // The selected fields are unknown if they are conditional.
            if (conditions.Count > 0)
            {
                context.Report($"{name} cannot use \"@{conditions[0].Name.Value}\" at its root.", [.. conditions]);
                continue;
            }

            foreach (var same in fields.GroupBy(field => field.ResponseName, StringComparer.Ordinal).Where(same => same.First().Name.Value.StartsWith("__", StringComparison.Ordinal)))
            {
                context.Report($"{name} cannot select the meta-field \"{same.First().Name.Value}\" at its root.", [.. same]);
            }

            ISyntaxNode[] otherFields = [.. fields.GroupBy(field => field.ResponseName, StringComparer.Ordinal).Skip(1).SelectMany(same => same)];

            if (fields.Count == 0 || otherFields.Length > 0)
            {
                context.Report($"{name} must select exactly one field at its root.", fields.Count == 0 ? [operation.SelectionSet] : otherFields);
            }
        }
    }

    private static (List<FieldNode> Fields, List<DirectiveNode> Conditions) CollectFields(ValidationContext context, ObjectType root, OperationDefinitionNode operation)
    {
        var fields = new List<FieldNode>();
        var conditions = new List<DirectiveNode>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<ISelectionNode>(operation.SelectionSet.Selections.Reverse());

        while (pending.TryPop(out var selection))
        {
            // Another rule reports duplicate directives.
            conditions.AddRange(selection.Directives
                .Where(directive => directive.Name.Value is SpecifiedDirectives.Skip or SpecifiedDirectives.Include)
                .DistinctBy(directive => directive.Name.Value));
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
                pending.Push(nested);
            }
        }

        return (fields, conditions);
    }

    private static bool Applies(Schema schema, ObjectType root, NamedTypeNode condition)
        => schema.FindType(condition) is INamedType type && schema.GetPossibleTypes(type).Contains(root);
}
