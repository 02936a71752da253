using System.Text.Json;
using Couverture.Execution.Results;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>One field of a selection plan, with all selections of the document that it merges.</summary>
internal sealed class FieldPlan
{
    private readonly OperationPlan _operation;
    private readonly Occurrence[] _occurrences;
    private readonly DeferUsage[] _usages;
    private readonly IncludeCondition[]? _conditions;
    private readonly ObjectType? _exactType;
    private SelectionPlan[] _selections = [];
    private SelectionCollection? _lookAhead;

    /// <param name="operation">The operation.</param>
    /// <param name="parent">The type of the object.</param>
    /// <param name="field">The field.</param>
    /// <param name="occurrences">The selections of the field.</param>
    /// <param name="usages">The deferred fragments that the field is executed for; empty if the field belongs to the initial result or a streamed item.</param>
    public FieldPlan(OperationPlan operation, ObjectType parent, Field field, IReadOnlyList<Occurrence> occurrences, DeferUsage[] usages)
    {
        _operation = operation;
        _usages = usages;
        _occurrences = [.. occurrences];
        var conditions = _occurrences.Select(o => o.Condition).Distinct().ToArray();
        _conditions = conditions.Contains(IncludeCondition.Always) ? null : conditions;
        Field = field;
        ResponseName = _occurrences[0].Node.ResponseName;
        EncodedName = JsonEncodedText.Encode(ResponseName);
        IsNonNull = field.Type is NonNullType;
        Member = field.Resolver as FieldResolver.Member;
        LeafWriter = Member?.CreateWriter(field.Type);
        _exactType = field.Type.NamedType() as ObjectType;
        TypeName = operation.Schema.IsTypeName(field) ? JsonEncodedText.Encode(parent.Name) : null;
        Arguments = ArgumentsPlan.Create(field.Arguments, _occurrences[0].Node.Arguments);
    }

    /// <summary>Returns the selections below the field, for looking ahead. Nearly all operations of a document have the same flags, so only the last are kept.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="flags">The values of the variables of <c>@skip</c> and <c>@include</c>, as bits.</param>
    public SelectionCollection GetSelectionCollection(Schema schema, ulong flags)
    {
        var kept = _lookAhead;
        return kept is not null && kept.Flags == flags ? kept : _lookAhead = new SelectionCollection(schema, flags, [this]);
    }

    public Field Field { get; }

    /// <summary>The first selection of the field. The arguments are the same in all of them.</summary>
    public FieldNode Node => _occurrences[0].Node;

    public string ResponseName { get; }

    public JsonEncodedText EncodedName { get; }

    public bool IsNonNull { get; }

    /// <summary>The resolver that only reads a member of the parent; null for other resolvers.</summary>
    public FieldResolver.Member? Member { get; }

    /// <summary>Writes the field if its values need not be boxed; else null.</summary>
    public LeafWriter? LeafWriter { get; }

    /// <summary>Whether the field's value is made of plain objects (<see cref="SelectionPlan.IsPlain"/>).</summary>
    public bool IsPlain => Stream is null && _exactType is not null && GetSelections(_exactType).IsPlain;

    /// <summary>The value of a <c>__typename</c> field; null for every other field.</summary>
    public object? TypeName { get; }

    public ArgumentsPlan Arguments { get; }

    /// <summary>How the field's list is streamed; null if it is not streamed.</summary>
    public StreamUsage? Stream { get; init; }

    /// <summary>The nullable condition of the <c>@stream</c>, whose null value fails the field; null if there is none.</summary>
    public NullableCondition? StreamCondition { get; init; }

    /// <summary>Whether the first included selection is the same for all flags.</summary>
    public bool IsPositionFixed => _conditions is [_] || _occurrences[0].Condition == IncludeCondition.Always;

    /// <summary>Returns the distinct locations of the included selections. A fragment spread under two conditions occurs twice.</summary>
    public IReadOnlyList<Location> GetLocations(ulong flags) =>
        [.. _occurrences.Where(o => o.Condition.IsMet(flags)).Select(o => o.Node.Location).OfType<Location>().Distinct()];

    /// <summary>Returns the position of the first included selection among all selections of the plan.</summary>
    public int GetPosition(ulong flags)
    {
        foreach (var occurrence in _occurrences)
        {
            if (occurrence.Condition.IsMet(flags))
                return occurrence.Position;
        }

        return int.MaxValue;
    }

    public bool IsIncluded(ulong flags)
    {
        if (_conditions is null)
            return true;
        foreach (var condition in _conditions)
        {
            if (condition.IsMet(flags))
                return true;
        }

        return false;
    }

    /// <summary>Returns the child fields on one object type. They are planned on first use, because an abstract type can have many possible types.</summary>
    public SelectionPlan GetSelections(ObjectType type)
    {
        var known = Volatile.Read(ref _selections);
        foreach (var selection in known)
        {
            if (ReferenceEquals(selection.Type, type))
                return selection;
        }

        var planned = _operation.PlanSelections(type, SelectionSets(), _usages);
        // Concurrent operations may plan the same type. Either plan is correct, and one may be lost.
        Volatile.Write(ref _selections, [.. known, planned]);
        return planned;
    }

    // If there is only one condition, the field itself is subject to it, so the child fields need not repeat it.
    private IEnumerable<(SelectionSetNode Set, IncludeCondition Condition, DeferUsage? Defer)> SelectionSets() =>
        from occurrence in _occurrences
        where occurrence.Node.SelectionSet is not null
        select (occurrence.Node.SelectionSet, _conditions is [_] ? IncludeCondition.Always : occurrence.Condition, occurrence.Defer);
}

/// <summary>
/// A selection of a field: its node, the condition under which it is included, its position in planning order, and the innermost
/// enclosing deferred fragment.
/// </summary>
internal readonly record struct Occurrence(FieldNode Node, IncludeCondition Condition, int Position, DeferUsage? Defer);
