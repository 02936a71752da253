using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>The plan of a selection set on one object type: the fields in response order, with fragments flattened and fields of one response name merged.</summary>
internal sealed class SelectionPlan
{
    private readonly NullableCondition[] _nullableConditions;
    private readonly bool _isOrderFixed;
    private Plainness _plainness;

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

    /// <summary>The fields that belong to the same part of the response as the object.</summary>
    public FieldPlan[] Fields { get; }

    /// <summary>The fragments deferred at this object.</summary>
    public DeferUsage[] OpenedFragments { get; }

    /// <summary>The fields that belong to other parts.</summary>
    public DeferredFields[] Deferred { get; }

    /// <summary>Whether all fields, at all depths, only read members of their parents. Objects of abstract types are not plain, because their fields depend on their values.</summary>
    public bool IsPlain
    {
        get
        {
            if (_plainness is Plainness.Unknown)
                _plainness = Deferred.Length == 0 && OpenedFragments.Length == 0 && Array.TrueForAll(Fields, IsPlainField) ? Plainness.Plain : Plainness.NotPlain;
            return _plainness is Plainness.Plain;
        }
    }

    /// <summary>The fields of all parts, for looking ahead.</summary>
    public IEnumerable<FieldPlan> AllFields => Deferred.Length == 0 ? Fields : Fields.Concat(Deferred.SelectMany(d => d.Selections.Fields));

    /// <summary>Returns the plan with its fields in the order for the given flags, which is the order of their first included selections (section 6.3.2).</summary>
    public SelectionPlan OrderFor(ulong flags) =>
        _isOrderFixed ? this : Reorder(flags);

    private SelectionPlan Reorder(ulong flags) => new(Type, [.. Fields.OrderBy(field => field.GetPosition(flags))], _nullableConditions, OpenedFragments, Deferred);

    private static bool IsPlainField(FieldPlan field) => field.TypeName is not null || (field.Member is not null && (field.Field.Type.IsLeaf() || field.IsPlain));

    /// <summary>Returns the variable of an applicable condition that is null, which is an error; null if there is none.</summary>
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

    private enum Plainness : byte
    {
        Unknown,
        Plain,
        NotPlain,
    }
}

/// <summary>A condition with a nullable variable, and the outer conditions under which it applies.</summary>
internal readonly record struct NullableCondition(VariableNode Variable, ulong Bit, IncludeCondition Outer);
