using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>
/// One operation of a valid document, compiled against a schema. Made once and shared by every execution; it holds no value of a request.
/// </summary>
internal sealed class OperationPlan
{
    /// <summary>How many Boolean variables an operation may have: one bit each.</summary>
    public const int MaxConditionVariables = 64;

    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments;
    private readonly string[] _conditionVariables;

    public OperationPlan(Schema schema, OperationDefinitionNode operation, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments)
    {
        Schema = schema;
        Operation = operation;
        _fragments = fragments;
        _conditionVariables = [.. ConditionVariables(operation)];
        Root = Plan(schema.GetRootType(operation.Operation)!, [(operation.SelectionSet, IncludeCondition.Always)]);
    }

    public Schema Schema { get; }

    public OperationDefinitionNode Operation { get; }

    public SelectionPlan Root { get; }

    /// <summary>The variables that a directive's condition can name.</summary>
    public static IEnumerable<string> ConditionVariables(OperationDefinitionNode operation) =>
        from variable in operation.VariableDefinitions
        where (variable.Type is NonNullTypeNode nonNull ? nonNull.Type : variable.Type) is NamedTypeNode { Name.Value: "Boolean" }
        select variable.Variable.Name.Value;

    /// <summary>The conditions' variables as bits.</summary>
    public ulong Flags(VariableValues variables)
    {
        var flags = 0ul;
        for (var i = 0; i < _conditionVariables.Length; i++)
        {
            if (variables.IsTrue(_conditionVariables[i]))
                flags |= 1ul << i;
        }

        return flags;
    }

    public SelectionPlan Plan(ObjectType type, IEnumerable<(SelectionSetNode Set, IncludeCondition Condition)> sets)
    {
        var fields = new OrderedDictionary<string, List<Occurrence>>(StringComparer.Ordinal);
        var spread = new HashSet<(string Fragment, IncludeCondition Condition)>();
        foreach (var (set, condition) in sets)
            Collect(set, condition);
        return new SelectionPlan(type, [.. fields.Values.Select(f => new FieldPlan(this, type, Schema.FindField(type, f[0].Node.Name.Value)!, f))]);

        void Collect(SelectionSetNode set, IncludeCondition outer)
        {
            foreach (var selection in set.Selections)
            {
                if (Condition(selection, outer) is not { } condition)
                    continue;
                switch (selection)
                {
                    case FieldNode field:
                        if (!fields.TryGetValue(field.ResponseName, out var occurrences))
                            fields.Add(field.ResponseName, occurrences = []);
                        occurrences.Add(new Occurrence(field, condition));
                        break;
                    case InlineFragmentNode inline when Applies(type, inline.TypeCondition):
                        Collect(inline.SelectionSet, condition);
                        break;
                    case FragmentSpreadNode named when spread.Add((named.Name.Value, condition)):
                        var fragment = _fragments[named.Name.Value];
                        if (Applies(type, fragment.TypeCondition))
                            Collect(fragment.SelectionSet, condition);
                        break;
                }
            }
        }
    }

    private bool Applies(ObjectType type, NamedTypeNode? condition) =>
        condition is null || Schema.IsSubType(type, Schema.Types[condition.Name.Value]);

    // Null where the selection can never count.
    private IncludeCondition? Condition(ISelectionNode selection, IncludeCondition outer)
    {
        var condition = outer;
        foreach (var directive in selection.Directives)
        {
            var isSkip = directive.Name.Value == SpecifiedDirectives.Skip;
            if (!isSkip && directive.Name.Value != SpecifiedDirectives.Include)
                continue;
            switch (directive.Arguments[0].Value)
            {
                case BooleanValueNode literal when literal.Value == isSkip:
                    return null;
                case VariableNode variable:
                    var bit = 1ul << Array.IndexOf(_conditionVariables, variable.Name.Value);
                    condition = condition.And(isSkip ? new IncludeCondition(0, bit) : new IncludeCondition(bit, 0));
                    break;
            }
        }

        return condition.IsContradiction ? null : condition;
    }
}
