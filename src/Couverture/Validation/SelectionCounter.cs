using Couverture.Language;

namespace Couverture.Validation;

/// <summary>Computes the statistics of selection sets. Each fragment is counted only once, so that the cost is linear in the document's size.</summary>
internal sealed class SelectionCounter
{
    private readonly Dictionary<string, SelectionStatistics> _fragments = new(StringComparer.Ordinal);

    public SelectionCounter(TypedDocument document)
    {
        // Innermost first, so that the fragments that a fragment spreads are counted before it. In a cycle, which is invalid anyway, one spread counts as empty.
        foreach (var fragment in document.Graph.InnermostFirst)
        {
            _fragments.Add(fragment.Name.Value, Count(fragment.SelectionSet));
        }
    }

    public SelectionStatistics Count(SelectionSetNode? selectionSet)
    {
        var total = default(SelectionStatistics);

        foreach (var selection in selectionSet?.Selections ?? [])
        {
            total = total.Combine(selection switch
            {
                FieldNode field => CountField(field),
                InlineFragmentNode fragment => Count(fragment.SelectionSet),
                FragmentSpreadNode spread => CountSpread(spread),
                _ => default,
            });
        }

        return total;
    }

    /// <summary>
    /// Returns the number of different aliases of fields without selections, in an operation and its fragments. Such fields cost nothing, so an alias is a way to repeat a value of
    /// every object for free. Fields with selections have a cost, and the same aliases below each of them do not make any object larger.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="operation">The operation.</param>
    public static int CountLeafAliases(TypedDocument document, OperationDefinitionNode operation)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        Collect(operation.SelectionSet);
        foreach (var fragment in document.Graph.Reachable(operation))
            Collect(fragment.SelectionSet);
        return aliases.Count;

        void Collect(SelectionSetNode? selectionSet)
        {
            foreach (var selection in selectionSet?.Selections ?? [])
            {
                if (selection is FieldNode { Alias: { } alias, SelectionSet: null })
                    aliases.Add(alias.Value);
                Collect((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet);
            }
        }
    }

    private SelectionStatistics CountSpread(FragmentSpreadNode spread)
    {
        var fragment = _fragments.GetValueOrDefault(spread.Name.Value);
        return fragment with { FragmentVisits = SelectionStatistics.Add(fragment.FragmentVisits, 1) };
    }

    private SelectionStatistics CountField(FieldNode field)
    {
        var below = Count(field.SelectionSet);
        var isIntrospection = field.Name.Value is "__schema" or "__type";
        var listsTypes = field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields";
        var isList = listsTypes || field.Name.Value is "types" or "directives" or "args" or "enumValues";

        return new SelectionStatistics(
            isIntrospection ? 0 : below.Depth + 1,
            SelectionStatistics.Add(below.Fields, 1),
            1,
            below.FragmentVisits,
            isIntrospection ? 0 : SelectionStatistics.Add(below.IntrospectionListNames, isList ? 1 : 0),
            isIntrospection ? below.IntrospectionListNames : below.IntrospectionFields,
            below.IntrospectionListDepth + (listsTypes ? 1 : 0));
    }
}

/// <summary>Statistics of a selection set with fragments expanded. Counts saturate at the maximum integer instead of overflowing.</summary>
/// <param name="Depth">Levels of fields, not counting introspection.</param>
/// <param name="Fields">Fields on all levels.</param>
/// <param name="RootFields">Fields on the first level.</param>
/// <param name="FragmentVisits">Spreads of named fragments on all levels.</param>
/// <param name="IntrospectionListNames">Fields on all levels with the name of an introspection list field.</param>
/// <param name="IntrospectionFields">Introspection list fields below <c>__schema</c> or <c>__type</c>.</param>
/// <param name="IntrospectionListDepth">Levels of nested fields with the name of an introspection list of types, fields or input fields.</param>
internal readonly record struct SelectionStatistics(int Depth, int Fields, int RootFields, int FragmentVisits, int IntrospectionListNames, int IntrospectionFields, int IntrospectionListDepth)
{
    public SelectionStatistics Combine(SelectionStatistics other) => new(
        Math.Max(Depth, other.Depth),
        Add(Fields, other.Fields),
        Add(RootFields, other.RootFields),
        Add(FragmentVisits, other.FragmentVisits),
        Add(IntrospectionListNames, other.IntrospectionListNames),
        Add(IntrospectionFields, other.IntrospectionFields),
        Math.Max(IntrospectionListDepth, other.IntrospectionListDepth));

    public static int Add(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);
}
