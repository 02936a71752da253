using System.Collections.Concurrent;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Cost;

/// <summary>
/// Estimates an operation's cost before execution: the weight of each field and object times the expected number of its parents. Fields of
/// one response name are merged, as in execution. For an abstract type, the most expensive object type counts. Selections that
/// <c>@skip</c> and <c>@include</c> exclude cost nothing. Introspection has no special treatment.
/// </summary>
internal sealed class CostAnalyzer(Schema schema)
{
    // Nested abstract types multiply the fields to visit. No operation of moderate size needs more visits than this.
    private const int MaxVisits = 100_000;

    private readonly ConcurrentDictionary<Field, FieldCostWeights> _weights = new(ReferenceEqualityComparer.Instance);

    /// <summary>Returns the estimated cost of an operation with its variables.</summary>
    /// <exception cref="GraphQLException">The cost cannot be estimated: a required slicing argument is missing, or there are too many fields to visit.</exception>
    public OperationCost Analyze(OperationPlan plan, VariableValues variables)
    {
        if (plan.FixedCost is { } known)
            return known;
        var visits = 0;
        var flags = plan.GetFlags(variables);
        var cost = AnalyzeSelections(plan.Root, [], 0) + new OperationCost(0, 1);
        if (plan.Operation.VariableDefinitions.Count == 0)
            plan.FixedCost = cost;
        return cost;

        OperationCost AnalyzeSelections(SelectionPlan selections, string[] sizedFields, double size)
        {
            var sum = default(OperationCost);
            foreach (var selected in selections.Fields)
            {
                if (!selected.IsIncluded(flags))
                    continue;
                if (++visits > MaxVisits)
                    throw new GraphQLException(new Error($"The cost of the operation cannot be estimated: it selects more than {MaxVisits} fields across all possible types. Select fewer fields.", ErrorCodes.LimitExceeded));
                sum += AnalyzeField(selected, sizedFields.Contains(selected.Field.Name) ? size : null);
            }

            return sum;
        }

        OperationCost AnalyzeField(FieldPlan selected, double? sizedByParent)
        {
            var weights = _weights.GetOrAdd(selected.Field, static (field, schema) => new FieldCostWeights(schema, field), schema);
            var size = weights.IsList && sizedByParent is null || weights.SizedFields.Length > 0 ? weights.GetListSize(selected.Node, variables) : 1;
            var items = weights.IsList ? sizedByParent ?? size : 1;
            var below = default(OperationCost);
            foreach (var type in weights.PossibleTypes)
                below = OperationCost.Max(below, AnalyzeSelections(selected.GetSelections(type), weights.SizedFields, size));
            return new OperationCost(weights.Weight + weights.GetArgumentCost(selected.Node, size, variables), 0) + (items * (below + new OperationCost(0, weights.TypeWeight)));
        }
    }
}
