using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>What a selection set means on one object type: the fields in the order of the answer, fragments flattened, fields of one response name merged.</summary>
internal sealed class SelectionPlan
{
    private readonly NullableCondition[] _nullableConditions;
    private readonly bool _isOrderFixed;

    public SelectionPlan(
        ObjectType type,
        FieldPlan[] fields,
        IReadOnlyList<NullableCondition> nullableConditions,
        DeferUsage[] openedFragments,
        DeferredFields[] deferred)
    {
        Type = type;
        Fields = fields;
        OpenedFragments = openedFragments;
        Deferred = deferred;
        _nullableConditions = [.. nullableConditions];
        _isOrderFixed = fields.Length < 2 || fields.All(field => field.IsPositionFixed);
    }

    public ObjectType Type { get; }

    /// <summary>The fields that belong to the part of the answer which the object itself belongs to.</summary>
    public FieldPlan[] Fields { get; }

    /// <summary>The fragments deferred at this object.</summary>
    public DeferUsage[] OpenedFragments { get; }

    /// <summary>The fields that belong to other parts.</summary>
    public DeferredFields[] Deferred { get; }

    /// <summary>The fields of every part, for looking ahead.</summary>
    public IEnumerable<FieldPlan> AllFields => Deferred.Length == 0 ? Fields : Fields.Concat(Deferred.SelectMany(d => d.Selections.Fields));

    /// <summary>The same fields in the order that one operation's flags give them: that of the first selection that counts (section 6.3.2).</summary>
    public SelectionPlan OrderFor(ulong flags) =>
        _isOrderFixed ? this : new SelectionPlan(Type, [.. Fields.OrderBy(field => field.GetPosition(flags))], _nullableConditions, OpenedFragments, Deferred);

    /// <summary>The condition that an operation comes upon and whose variable is null, which no condition may be; null where there is none.</summary>
    /// <param name="flags">The variables that are true, as bits.</param>
    /// <param name="nulls">The variables that are null, as bits.</param>
    public VariableNode? FindNullCondition(ulong flags, ulong nulls)
    {
        foreach (var condition in _nullableConditions)
        {
            if ((condition.Bit & nulls) != 0 && condition.Outer.IsMet(flags))
                return condition.Variable;
        }

        return null;
    }
}

/// <summary>A condition by a variable that may be null since it has a default, and the conditions under which it counts.</summary>
internal readonly record struct NullableCondition(VariableNode Variable, ulong Bit, IncludeCondition Outer);
