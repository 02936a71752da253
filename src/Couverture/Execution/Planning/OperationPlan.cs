using System.Runtime.CompilerServices;
using Couverture.Cost;
using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>
/// One operation of a valid document, compiled against a schema. It contains no values of a request, so all executions share it. The plan
/// delivers everything in one result. Incremental delivery needs further plans, one for each set of values of the conditions' variables,
/// because the part that a field belongs to depends on all selections of the field.
/// </summary>
internal sealed class OperationPlan
{
    /// <summary>The maximum number of Boolean variables of an operation, one bit each.</summary>
    public const int MaxConditionVariables = 64;

    /// <summary>The maximum number of cached plans for incremental delivery per operation.</summary>
    public const int MaxIncrementalPlans = 4;

    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments;
    private readonly string[] _conditionVariables;
    private readonly ulong _nullableVariables;
    private readonly ulong? _flags;
    private readonly LruCache<ulong, OperationPlan>? _incremental;
    private StrongBox<OperationCost>? _fixedCost;

    /// <param name="schema">The schema.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="fragments">The fragments of its document.</param>
    /// <param name="hasIncrementalDirectives">Whether the document uses <c>@defer</c> or <c>@stream</c>.</param>
    public OperationPlan(
        Schema schema,
        OperationDefinitionNode operation,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        bool hasIncrementalDirectives)
        : this(schema, operation, fragments, null) =>
        _incremental = hasIncrementalDirectives ? new LruCache<ulong, OperationPlan>(MaxIncrementalPlans, MaxIncrementalPlans) : null;

    private OperationPlan(Schema schema, OperationDefinitionNode operation, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, ulong? flags)
    {
        Schema = schema;
        Operation = operation;
        _fragments = fragments;
        _flags = flags;
        _conditionVariables = [.. GetConditionVariables(operation).Select(variable => variable.Variable.Name.Value)];
        _nullableVariables = ToBits(GetConditionVariables(operation), variable => variable.Type is not NonNullTypeNode);
        Root = PlanSelections(schema.GetRootType(operation.Operation)!, [(operation.SelectionSet, IncludeCondition.Always, null)], []);
    }

    public Schema Schema { get; }

    public OperationDefinitionNode Operation { get; }

    public SelectionPlan Root { get; }

    /// <summary>The cost of an operation without variables; null until it is estimated.</summary>
    public OperationCost? FixedCost
    {
        get => Volatile.Read(ref _fixedCost)?.Value;
        set => Volatile.Write(ref _fixedCost, value is { } cost ? new StrongBox<OperationCost>(cost) : null);
    }

    /// <summary>Whether parts of the response may be delivered later.</summary>
    public bool IsIncremental => _flags is not null;

    /// <summary>Returns the plan for incremental delivery; null if the document does not use <c>@defer</c> or <c>@stream</c>.</summary>
    /// <param name="flags">The values of the conditions' variables.</param>
    public OperationPlan? GetIncrementalPlan(ulong flags)
    {
        if (_incremental is null)
            return null;
        if (!_incremental.TryGet(flags, out var plan))
            _incremental.Add(flags, plan = new OperationPlan(Schema, Operation, _fragments, flags), weight: 1);
        return plan;
    }

    /// <summary>Returns the variables that a directive's condition can use.</summary>
    public static IEnumerable<VariableDefinitionNode> GetConditionVariables(OperationDefinitionNode operation) =>
        operation.VariableDefinitions.Where(variable => (variable.Type is NonNullTypeNode nonNull ? nonNull.Type : variable.Type) is NamedTypeNode { Name.Value: "Boolean" });

    /// <summary>Returns the conditions' variables that are true, as bits. An absent variable counts as true; only @defer and @stream allow it.</summary>
    public ulong GetFlags(VariableValues variables) => ToBits(_conditionVariables, name => !variables.TryGet(name, out var value) || value is true);

    /// <summary>Returns the conditions' variables that are null, as bits. A variable with a default can be null.</summary>
    public ulong GetNullFlags(VariableValues variables) =>
        _nullableVariables == 0 ? 0 : _nullableVariables & ToBits(_conditionVariables, name => variables.TryGet(name, out var value) && value is null);

    /// <summary>Merges selection sets to a plan for one object type.</summary>
    /// <param name="type">The object type.</param>
    /// <param name="sets">The sets, each with its condition and the innermost enclosing deferred fragment.</param>
    /// <param name="usages">The deferred fragments that the object itself is executed for.</param>
    public SelectionPlan PlanSelections(
        ObjectType type,
        IEnumerable<(SelectionSetNode Set, IncludeCondition Condition, DeferUsage? OpenDefer)> sets,
        DeferUsage[] usages)
    {
        var fields = new OrderedDictionary<string, List<Occurrence>>(StringComparer.Ordinal);
        var spread = new HashSet<(string Fragment, IncludeCondition Condition, DirectiveNode? OpenDefer)>();
        var opened = new List<DeferUsage>();
        var nullable = new List<NullableCondition>();
        var position = 0;
        foreach (var (set, condition, defer) in sets)
            Collect(set, condition, defer);
        return Partition(type, fields.Values, nullable, [.. opened], usages);

        void Collect(SelectionSetNode set, IncludeCondition outer, DeferUsage? outerDefer)
        {
            foreach (var selection in set.Selections)
            {
                if (AddConditions(selection, outer, nullable) is not { } condition)
                    continue;
                switch (selection)
                {
                    case FieldNode field:
                        if (!fields.TryGetValue(field.ResponseName, out var occurrences))
                            fields.Add(field.ResponseName, occurrences = []);
                        occurrences.Add(new Occurrence(field, condition, position++, outerDefer));
                        break;
                    case InlineFragmentNode inline when Applies(type, inline.TypeCondition):
                        Collect(inline.SelectionSet, condition, OpenDefer(inline, outerDefer));
                        break;
                    case FragmentSpreadNode named when _fragments[named.Name.Value] is var fragment && Applies(type, fragment.TypeCondition):
                        // A null condition is an error even if the fragment is already included.
                        var directive = FindDefer(named, nullable);
                        if (!spread.Contains((named.Name.Value, condition, null)) && spread.Add((named.Name.Value, condition, directive ?? outerDefer?.Directive)))
                            Collect(fragment.SelectionSet, condition, OpenDefer(named, outerDefer));
                        break;
                }
            }
        }

        DeferUsage? OpenDefer(ISelectionNode selection, DeferUsage? outerDefer)
        {
            if (FindDefer(selection, nullable) is not { } directive)
                return outerDefer;
            var usage = new DeferUsage(directive, FindLabel(directive), outerDefer);
            opened.Add(usage);
            return usage;
        }
    }

    // Groups the fields by their deferred fragments. A fragment is ignored if an enclosing fragment selects the field too.
    private SelectionPlan Partition(
        ObjectType type,
        IEnumerable<List<Occurrence>> fields,
        IReadOnlyList<NullableCondition> nullable,
        DeferUsage[] opened,
        DeferUsage[] usages)
    {
        var own = new List<FieldPlan>();
        var deferred = new List<(DeferUsage[] Usages, List<FieldPlan> Fields)>();
        foreach (var occurrences in fields)
        {
            var users = FindUsages(occurrences);
            if (IsSameSet(users, usages))
            {
                own.Add(CreateField(type, occurrences, usages));
                continue;
            }

            var part = deferred.Find(d => IsSameSet(d.Usages, users));
            if (part.Fields is null)
                deferred.Add(part = (users, []));
            part.Fields.Add(CreateField(type, occurrences, part.Usages));
        }

        return new SelectionPlan(
            type,
            [.. own],
            nullable,
            opened,
            [.. deferred.Select(d => new DeferredFields(d.Usages, new SelectionPlan(type, [.. d.Fields], [], [], [])))]);
    }

    private static DeferUsage[] FindUsages(List<Occurrence> occurrences)
    {
        if (occurrences.Exists(o => o.Defer is null))
            return [];
        var all = occurrences.Select(o => o.Defer!).Distinct().ToList();
        return [.. all.Where(usage => !usage.IsWithin(all))];
    }

    private static bool IsSameSet(DeferUsage[] left, DeferUsage[] right) =>
        left.Length == right.Length && Array.TrueForAll(left, right.Contains);

    private FieldPlan CreateField(ObjectType type, List<Occurrence> occurrences, DeferUsage[] usages)
    {
        var node = occurrences[0].Node;
        var field = Schema.FindField(type, node.Name.Value)!;
        var nullable = new List<NullableCondition>();
        var directive = FindStream(node, nullable);
        return new FieldPlan(this, type, field, occurrences, usages)
        {
            Stream = directive is null ? null : CreateStream(directive),
            StreamCondition = nullable is [var condition] ? condition : null,
        };

        StreamUsage CreateStream(DirectiveNode stream) => new(
            FindLabel(stream),
            ArgumentsPlan.Create(Schema.Directives[SpecifiedDirectives.Stream].Arguments, stream.Arguments),
            new FieldPlan(this, type, field, [.. occurrences.Select(o => o with { Defer = null })], []));
    }

    private DirectiveNode? FindDefer(ISelectionNode selection, List<NullableCondition> nullable) =>
        IsIncremental ? FindActiveDirective(selection, SpecifiedDirectives.Defer, nullable) : null;

    private DirectiveNode? FindStream(FieldNode field, List<NullableCondition> nullable) =>
        IsIncremental ? FindActiveDirective(field, SpecifiedDirectives.Stream, nullable) : null;

    // Returns the directive, unless its condition is false.
    private DirectiveNode? FindActiveDirective(ISelectionNode selection, string name, List<NullableCondition> nullable)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value != name)
                continue;
            switch (FindArgument(directive, "if"))
            {
                case BooleanValueNode { Value: false }:
                    return null;
                case VariableNode variable:
                    AddNullable(variable, IncludeCondition.Always, nullable);
                    return (_flags & GetBit(variable)) == 0 ? null : directive;
                default:
                    return directive;
            }
        }

        return null;
    }

    private void AddNullable(VariableNode variable, IncludeCondition outer, List<NullableCondition> nullable)
    {
        var bit = GetBit(variable);
        if ((bit & _nullableVariables) != 0)
            nullable.Add(new NullableCondition(variable, bit, outer));
    }

    private static string? FindLabel(DirectiveNode directive) => (FindArgument(directive, "label") as StringValueNode)?.Value;

    private static IValueNode? FindArgument(DirectiveNode directive, string name)
    {
        foreach (var argument in directive.Arguments)
        {
            if (argument.Name.Value == name)
                return argument.Value;
        }

        return null;
    }

    private ulong GetBit(VariableNode variable) => 1ul << Array.IndexOf(_conditionVariables, variable.Name.Value);

    private bool Applies(ObjectType type, NamedTypeNode? condition) =>
        condition is null || Schema.IsSubType(type, Schema.Types[condition.Name.Value]);

    // Returns null if the selection can never be included.
    private IncludeCondition? AddConditions(ISelectionNode selection, IncludeCondition outer, List<NullableCondition> nullable)
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
                case VariableNode variable when _flags is { } flags:
                    AddNullable(variable, condition, nullable);
                    if ((flags & GetBit(variable)) == 0 != isSkip)
                        return null;
                    break;
                case VariableNode variable:
                    var bit = GetBit(variable);
                    AddNullable(variable, condition, nullable);
                    condition = condition.And(isSkip ? new IncludeCondition(0, bit) : new IncludeCondition(bit, 0));
                    break;
            }
        }

        return condition.IsContradiction ? null : condition;
    }

    private static ulong ToBits<T>(IEnumerable<T> items, Func<T, bool> isSet)
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
