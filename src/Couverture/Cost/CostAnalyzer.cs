using System.Collections.Concurrent;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Cost;

/// <summary>
/// Reckons what an operation costs before it runs: each field's weight as often as its parents are reckoned to come, each object's
/// likewise. Fields of one response name are one field, as they are when it runs; of an abstract type the dearest object counts; what
/// <c>@skip</c> and <c>@include</c> leave out costs nothing. Introspection is reckoned like everything else.
/// </summary>
internal sealed class CostAnalyzer(Schema schema)
{
    // Abstract types inside each other multiply what there is to look at; more than this no operation of a modest size needs.
    private const int MaxVisits = 100_000;

    private readonly ConcurrentDictionary<Field, FieldCostWeights> _weights = new(ReferenceEqualityComparer.Instance);

    /// <summary>The cost of an operation with its variables.</summary>
    /// <exception cref="GraphQLException">It cannot be told: an argument that says the size is missing, or there is too much to look at.</exception>
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
                    throw new GraphQLException(new Error($"The cost of the operation cannot be told: it has more than {MaxVisits} fields on all the types it may meet.", ErrorCodes.LimitExceeded));
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
            return new OperationCost(weights.Weight + weights.GetArgumentCost(selected.Node), 0) + (items * (below + new OperationCost(0, weights.TypeWeight)));
        }
    }
}
