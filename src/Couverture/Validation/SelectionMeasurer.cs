using Couverture.Language;

namespace Couverture.Validation;

/// <summary>Measures selection sets: each fragment once, so that the effort is that of the document as written.</summary>
internal sealed class SelectionMeasurer
{
    private readonly Dictionary<string, SelectionMeasure> _fragments = new(StringComparer.Ordinal);

    public SelectionMeasurer(TypedDocument document)
    {
        // Innermost first, so what a fragment spreads is measured before it; in a cycle, which is refused anyway, one spread counts nothing.
        foreach (var fragment in document.Graph.InnermostFirst)
        {
            _fragments.Add(fragment.Name.Value, Measure(fragment.SelectionSet));
        }
    }

    public SelectionMeasure Measure(SelectionSetNode? selectionSet)
    {
        var total = default(SelectionMeasure);

        foreach (var selection in selectionSet?.Selections ?? [])
        {
            total = total.And(selection switch
            {
                FieldNode field => MeasureField(field),
                InlineFragmentNode fragment => Measure(fragment.SelectionSet),
                FragmentSpreadNode spread => MeasureSpread(spread),
                _ => default,
            });
        }

        return total;
    }

    private SelectionMeasure MeasureSpread(FragmentSpreadNode spread)
    {
        var fragment = _fragments.GetValueOrDefault(spread.Name.Value);
        return fragment with { FragmentVisits = SelectionMeasure.Sum(fragment.FragmentVisits, 1) };
    }

    private SelectionMeasure MeasureField(FieldNode field)
    {
        var below = Measure(field.SelectionSet);
        var isIntrospection = field.Name.Value is "__schema" or "__type";
        var listsTypes = field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields";
        var isList = listsTypes || field.Name.Value is "types" or "directives" or "args" or "enumValues";

        return new SelectionMeasure(
            isIntrospection ? 0 : below.Depth + 1,
            SelectionMeasure.Sum(below.Fields, 1),
            SelectionMeasure.Sum(below.Aliases, field.Alias is null ? 0 : 1),
            1,
            below.FragmentVisits,
            isIntrospection ? 0 : SelectionMeasure.Sum(below.Lists, isList ? 1 : 0),
            isIntrospection ? below.Lists : below.IntrospectionFields,
            below.IntrospectionLists + (listsTypes ? 1 : 0));
    }
}
