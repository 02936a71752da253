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
    private readonly ulong _nullableVariables;

    public OperationPlan(Schema schema, OperationDefinitionNode operation, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments)
    {
        Schema = schema;
        Operation = operation;
        _fragments = fragments;
        _conditionVariables = [.. ConditionVariables(operation).Select(variable => variable.Variable.Name.Value)];
        _nullableVariables = Bits(ConditionVariables(operation), variable => variable.Type is not NonNullTypeNode);
        Root = Plan(schema.GetRootType(operation.Operation)!, [(operation.SelectionSet, IncludeCondition.Always)]);
    }

    public Schema Schema { get; }

    public OperationDefinitionNode Operation { get; }

    public SelectionPlan Root { get; }

    /// <summary>The variables that a directive's condition can name.</summary>
    public static IEnumerable<VariableDefinitionNode> ConditionVariables(OperationDefinitionNode operation) =>
        operation.VariableDefinitions.Where(variable => (variable.Type is NonNullTypeNode nonNull ? nonNull.Type : variable.Type) is NamedTypeNode { Name.Value: "Boolean" });

    /// <summary>The conditions' variables that are true, as bits.</summary>
    public ulong Flags(VariableValues variables) => Bits(_conditionVariables, variables.IsTrue);

    /// <summary>The conditions' variables that are null, as bits: one with a default may be.</summary>
    public ulong Nulls(VariableValues variables) =>
        _nullableVariables == 0 ? 0 : _nullableVariables & Bits(_conditionVariables, name => !variables.TryGet(name, out var value) || value is null);

    public SelectionPlan Plan(ObjectType type, IEnumerable<(SelectionSetNode Set, IncludeCondition Condition)> sets)
    {
        var fields = new OrderedDictionary<string, List<Occurrence>>(StringComparer.Ordinal);
        var spread = new HashSet<(string Fragment, IncludeCondition Condition)>();
        var nullable = new List<NullableCondition>();
        var position = 0;
        foreach (var (set, condition) in sets)
            Collect(set, condition);
        return new SelectionPlan(type, [.. fields.Values.Select(f => new FieldPlan(this, type, Schema.FindField(type, f[0].Node.Name.Value)!, f))], nullable);

        void Collect(SelectionSetNode set, IncludeCondition outer)
        {
            foreach (var selection in set.Selections)
            {
                if (Condition(selection, outer, nullable) is not { } condition)
                    continue;
                switch (selection)
                {
                    case FieldNode field:
                        if (!fields.TryGetValue(field.ResponseName, out var occurrences))
                            fields.Add(field.ResponseName, occurrences = []);
                        occurrences.Add(new Occurrence(field, condition, position++));
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
    private IncludeCondition? Condition(ISelectionNode selection, IncludeCondition outer, List<NullableCondition> nullable)
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
                    if ((bit & _nullableVariables) != 0)
                        nullable.Add(new NullableCondition(variable, bit, condition));
                    condition = condition.And(isSkip ? new IncludeCondition(0, bit) : new IncludeCondition(bit, 0));
                    break;
            }
        }

        return condition.IsContradiction ? null : condition;
    }

    private static ulong Bits<T>(IEnumerable<T> items, Func<T, bool> isSet)
    {
        var (bits, bit) = (0ul, 1ul);
        foreach (var item in items)
        {
            if (isSet(item))
                bits |= bit;
            bit <<= 1;
        }

        return bits;
    }
}
