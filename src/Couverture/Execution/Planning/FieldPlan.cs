using System.Text.Json;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>One field of a selection plan, with all the places of the document that select it.</summary>
internal sealed class FieldPlan
{
    private readonly OperationPlan _operation;
    private readonly Occurrence[] _occurrences;
    private readonly DeferUsage[] _usages;
    private readonly IncludeCondition[]? _conditions;
    private SelectionPlan[] _selections = [];

    /// <param name="operation">The operation.</param>
    /// <param name="parent">The type of the object.</param>
    /// <param name="field">The field.</param>
    /// <param name="occurrences">Where it is selected.</param>
    /// <param name="usages">The deferred fragments that it is executed for; none where it belongs to the initial result or a streamed item.</param>
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
        TypeName = operation.Schema.IsTypeName(field) ? JsonEncodedText.Encode(parent.Name) : null;
        Arguments = ArgumentsPlan.Create(field.Arguments, _occurrences[0].Node.Arguments);
    }

    public Field Field { get; }

    /// <summary>The first place that selects it; the arguments are the same at all of them.</summary>
    public FieldNode Node => _occurrences[0].Node;

    public string ResponseName { get; }

    public JsonEncodedText EncodedName { get; }

    public bool IsNonNull { get; }

    /// <summary>The answer of a <c>__typename</c>; null for every other field.</summary>
    public object? TypeName { get; }

    public ArgumentsPlan Arguments { get; }

    /// <summary>How the field's list is streamed; null where it is delivered whole.</summary>
    public StreamUsage? Stream { get; init; }

    /// <summary>The condition of that, where it may be null; the field fails then.</summary>
    public NullableCondition? StreamCondition { get; init; }

    /// <summary>Whether the flags do not change which selection is the first that counts.</summary>
    public bool IsPositionFixed => _conditions is [_] || _occurrences[0].Condition == IncludeCondition.Always;

    /// <summary>The places of the selections that count, each once: a fragment that is spread under two conditions is met twice.</summary>
    public IReadOnlyList<Location> GetLocations(ulong flags) =>
        [.. _occurrences.Where(o => o.Condition.IsMet(flags)).Select(o => o.Node.Location).OfType<Location>().Distinct()];

    /// <summary>The place of the first selection that counts, among all that the plan is made of.</summary>
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

    /// <summary>The fields below this one on one object type; planned when first needed, since an abstract type may stand for many.</summary>
    public SelectionPlan GetSelections(ObjectType type)
    {
        var known = Volatile.Read(ref _selections);
        foreach (var selection in known)
        {
            if (ReferenceEquals(selection.Type, type))
                return selection;
        }

        var planned = _operation.PlanSelections(type, SelectionSets(), _usages);
        // Two operations may plan the same at once; either plan serves, one may be forgotten.
        Volatile.Write(ref _selections, [.. known, planned]);
        return planned;
    }

    // Where there is one condition only, the field itself runs under it and the fields below need not repeat it.
    private IEnumerable<(SelectionSetNode Set, IncludeCondition Condition, DeferUsage? Defer)> SelectionSets() =>
        from occurrence in _occurrences
        where occurrence.Node.SelectionSet is not null
        select (occurrence.Node.SelectionSet, _conditions is [_] ? IncludeCondition.Always : occurrence.Condition, occurrence.Defer);
}

/// <summary>
/// A place of the document that selects a field, when it counts, its number among those met while planning, and the innermost deferred
/// fragment around it.
/// </summary>
internal readonly record struct Occurrence(FieldNode Node, IncludeCondition Condition, int Position, DeferUsage? Defer);
